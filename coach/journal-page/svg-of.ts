import { parse, type Spec, View } from 'vega';

/** Draws a chart to SVG text. What it shows is said in words beside it: to a screen reader it is one image. */
export async function svgOf(spec: Spec, className: string, label: string): Promise<string> {
  const view = new View(parse(spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return svg
    .replaceAll(/ (?:role|aria-[a-z]+)="[^"]*"/g, '')
    .replaceAll(/ (?:pointer-events="none"|opacity="1")/g, '')
    .replaceAll(/<path class="(?:background|foreground)"[^>]*\/>/g, '')
    .replace(/<svg [^>]*?class="marks"/, `<svg role="img" aria-label="${label}" class="${className}"`);
}
