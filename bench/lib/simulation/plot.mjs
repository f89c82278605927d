// How many sign in of those who come, as a picture that any page shows, light or dark.
const size = { width: 720, height: 400, left: 62, right: 150, top: 24, bottom: 48 };
const decades = [1, 10, 100, 1000, 10_000];
const words = (value) => value.toLocaleString('en');

/**
 * Both axes are logarithmic: each line of the grid is ten times the one before.
 * @param {{ label: string, style: string, points: [number, number][] }[]} lines
 */
export function plot(title, lines) {
  const place = (value, from, to) => from + ((to - from) * Math.log10(Math.max(value, 1))) / Math.log10(decades[decades.length - 1]);
  const x = (value) => place(value, size.left, size.width - size.right).toFixed(1);
  const y = (value) => place(value, size.height - size.bottom, size.top).toFixed(1);
  const grid = decades.flatMap((value) => [
    `<path class="grid" d="M${size.left} ${y(value)}H${size.width - size.right}M${x(value)} ${size.top}V${size.height - size.bottom}"/>`,
    `<text x="${size.left - 8}" y="${y(value)}" dy="4" text-anchor="end">${words(value)}</text>`,
    `<text x="${x(value)}" y="${size.height - size.bottom + 18}" text-anchor="middle">${words(value)}</text>`,
  ]);
  const curves = lines.flatMap(({ label, style, points }) => {
    const [lastX, lastY] = points[points.length - 1];
    return [
      `<path class="line ${style}" d="M${points.map(([a, b]) => `${x(a)} ${y(b)}`).join('L')}"/>`,
      ...points.map(([a, b]) => `<circle class="${style}" cx="${x(a)}" cy="${y(b)}" r="3"/>`),
      `<text class="label ${style}" x="${Number(x(lastX)) + 10}" y="${y(lastY)}" dy="4">${label}</text>`,
    ];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${title}">
<style>
text { font: 12px system-ui, sans-serif; fill: #57606a }
.grid { stroke: #d0d7de; fill: none }
.line { fill: none; stroke-width: 2 }
.all { stroke: #8c959f; stroke-dasharray: 4 4 } .label.all, circle.all { stroke: none; fill: #6e7781 }
.raised { stroke: #0969da } .label.raised, circle.raised { stroke: none; fill: #0969da }
.default { stroke: #bc4c00 } .label.default, circle.default { stroke: none; fill: #bc4c00 }
@media (prefers-color-scheme: dark) {
text { fill: #9198a1 } .grid { stroke: #3d444d }
.raised { stroke: #4493f8 } .label.raised, circle.raised { fill: #4493f8 }
.default { stroke: #f0883e } .label.default, circle.default { fill: #f0883e }
}
</style>
${grid.join('\n')}
<text x="${(size.left + size.width - size.right) / 2}" y="${size.height - 8}" text-anchor="middle">people who come, a second</text>
<text x="14" y="${(size.height - size.bottom + size.top) / 2}" text-anchor="middle" transform="rotate(-90 14 ${(size.height - size.bottom + size.top) / 2})">people who get in, a second</text>
${curves.join('\n')}
</svg>
`;
}
