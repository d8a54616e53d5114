import { createHash } from 'node:crypto';
import ts from 'typescript';
import { definesTests, definitionsIn } from './definitions-in.ts';
import { LocalModule, type Origin } from './local-module.ts';
import { titleOf } from './title-of.ts';
import { tokensOf } from './tokens-of.ts';

export type TestHash = {
  /** Full name, `describe > test`. Of a test with a table or a template as its title: as it stands in the source. */
  name: string;
  line: number;
  hash: string;
  /** What the name can become in a run, where it holds placeholders. */
  pattern: RegExp | undefined;
};

/**
 * For each test of a file a hash of all it says: its body, the helpers it uses, the hooks and set-up around it, also
 * from other files of the tests. Neither its name nor its layout shows, nor anything of the client, nor whether it is
 * skipped. `readLocal` reads a file by its path from the client's folder.
 */
export function testHashes(
  source: string,
  file: string,
  readLocal: (file: string) => string | undefined,
): TestHash[] {
  const modules = new Map<string, LocalModule | undefined>();
  const load = (path: string): LocalModule | undefined => {
    if (modules.has(path)) return modules.get(path);
    const text = readLocal(path);
    const module = text === undefined ? undefined : new LocalModule(text, path, load);
    modules.set(path, module);
    return module;
  };
  const module = new LocalModule(source, file, load);
  modules.set(file, module);

  return definitionsIn(module.source).map(({ test, groups }) => {
    const said = new Said();
    if (test.modifiers.has('fails')) said.say('fails');
    for (const node of test.call.arguments.slice(1)) said.add({ module, node });
    for (const { root, tables } of [test, ...groups]) {
      for (const node of tables) said.add({ module, node });
      said.addWhatIsNamed(root, module);
    }
    said.addSetUp(test.call, module);
    const titles = [...groups, test].map(titleOf);
    const isExact = titles.every((title) => title.isExact);
    return {
      name: titles.map(({ text }) => text).join(' > '),
      line: lineOf(test.call, module.source),
      hash: said.hash(),
      pattern: isExact ? undefined : new RegExp(`^${titles.map(({ pattern }) => pattern).join(' > ')}$`, 's'),
    };
  });
}

/** What a test says, with all it uses, each once. */
class Said {
  readonly #tokens: string[] = [];
  readonly #seen = new Set<ts.Node>();

  say(token: string): void {
    this.#tokens.push(token);
  }

  add({ module, node }: Origin): void {
    if (this.#seen.has(node)) return;
    this.#seen.add(node);
    this.#tokens.push(tokensOf(node));
    this.#addNamedIn(node, module, node);
    this.addSetUp(node, module);
  }

  addWhatIsNamed(identifier: ts.Identifier, module: LocalModule): void {
    const origin = module.originOf(identifier);
    if (origin === undefined) return;
    this.add(origin);
    // `for (const status of [200, 204]) test(…)`: the loop says what the name can be.
    const loop = origin.node.parent?.parent;
    if (loop !== undefined && (ts.isForOfStatement(loop) || ts.isForInStatement(loop)))
      this.add({ module: origin.module, node: loop.expression });
  }

  /** Hooks, and whatever else runs in the groups and files around a node. */
  addSetUp(node: ts.Node, module: LocalModule): void {
    for (let around: ts.Node | undefined = node.parent; around !== undefined; around = around.parent) {
      if (!ts.isSourceFile(around) && !ts.isBlock(around)) continue;
      for (const statement of around.statements) {
        const loaded = module.loadedBy(statement);
        if (loaded !== undefined) this.add({ module: loaded, node: loaded.source });
        const isSetUp = ts.isExpressionStatement(statement) && !definesTests(statement);
        if (isSetUp && !holds(statement, node)) this.add({ module, node: statement });
      }
    }
  }

  hash(): string {
    return createHash('sha256').update(this.#tokens.join('\n')).digest('hex').slice(0, 12);
  }

  #addNamedIn(node: ts.Node, module: LocalModule, whole: ts.Node): void {
    if (ts.isIdentifier(node) && isUse(node)) {
      const origin = module.originOf(node);
      if (origin !== undefined && !(origin.module === module && holds(whole, origin.node)))
        this.addWhatIsNamed(node, module);
      return;
    }
    ts.forEachChild(node, (child) => this.#addNamedIn(child, module, whole));
  }
}

function holds(outer: ts.Node, inner: ts.Node): boolean {
  return outer.pos <= inner.pos && inner.end <= outer.end && outer.getSourceFile() === inner.getSourceFile();
}

/** True where an identifier stands for what it names, false where it is a property's name. */
function isUse(identifier: ts.Identifier): boolean {
  const { parent } = identifier;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === identifier;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === identifier;
  if (ts.isBindingElement(parent)) return parent.initializer === identifier;
  return true;
}

function lineOf(node: ts.Node, source: ts.SourceFile): number {
  return source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
}
