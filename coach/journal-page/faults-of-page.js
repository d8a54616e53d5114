// Runs in a browser, in the page itself: what a reader would stumble over, in words. Its last expression is the answer.
(() => {
  const faults = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth)
    faults.push(`the page is ${root.scrollWidth} wide in a window of ${root.clientWidth}`);

  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    const says = node.data.trim();
    if (says === '' || element === null || !element.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
    if (boxes.length > 0) texts.push({ says: says.slice(0, 60), element, boxes });
  }

  for (const { says, element, boxes } of texts) {
    const frame = element.closest('svg')?.getBoundingClientRect();
    for (const box of boxes) {
      if (box.left < -0.5 || box.right > root.clientWidth + 0.5) faults.push(`"${says}" leaves the window`);
      const isCut =
        frame !== undefined &&
        (box.left < frame.left - 1 ||
          box.right > frame.right + 1 ||
          box.top < frame.top - 2 ||
          box.bottom > frame.bottom + 2);
      if (isCut) faults.push(`"${says}" is cut by its picture`);
    }
    for (let around = element; around !== null; around = around.parentElement) {
      const { overflowX } = getComputedStyle(around);
      if (overflowX !== 'visible' && around.scrollWidth > around.clientWidth + 1 && around !== root)
        faults.push(`"${says}" is cut by <${around.localName}>`);
    }
    const contrast = contrastOf(element);
    if (contrast < 4.5) faults.push(`"${says}" has a contrast of ${contrast.toFixed(2)}`);
  }

  // The box of a line is higher than its letters.
  const letters = texts.flatMap(({ says, boxes }, text) =>
    boxes.map(({ left, right, top, height }) => ({
      text,
      says,
      left,
      right,
      top: top + height / 4,
      bottom: top + (height * 3) / 4,
    })),
  );
  for (const [index, one] of letters.entries())
    for (const other of letters.slice(index + 1)) {
      const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (one.text !== other.text && width > 1 && height > 1)
        faults.push(`"${one.says}" lies over "${other.says}"`);
    }

  for (const picture of document.querySelectorAll('svg'))
    if ((picture.getAttribute('aria-label') ?? '').trim() === '') faults.push('a picture has no name');

  return [...new Set(faults)];

  function contrastOf(element) {
    const behind = backgroundOf(element);
    const style = getComputedStyle(element);
    const ink = colourOf(element.closest('svg') === null ? style.color : style.fill);
    let opacity = 1;
    for (let around = element; around !== null; around = around.parentElement)
      opacity *= Number(getComputedStyle(around).opacity);
    const alpha = ink[3] * opacity;
    const seen = behind.slice(0, 3).map((part, index) => part * (1 - alpha) + ink[index] * alpha);
    const [light, dark] = [luminance(seen), luminance(behind)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  }

  function backgroundOf(element) {
    for (let around = element; around !== null; around = around.parentElement) {
      const colour = colourOf(getComputedStyle(around).backgroundColor);
      if (colour[3] === 1) return colour;
    }
    return [255, 255, 255, 1];
  }

  function colourOf(text) {
    const [red, green, blue, alpha = 1] = text.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0];
    return [red, green, blue, alpha];
  }

  /** WCAG 2.2, relative luminance. */
  function luminance(colour) {
    const [red, green, blue] = colour.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }
})();
