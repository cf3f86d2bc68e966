/** 53 bits of a row's cells, to know the very same row when it stands in a file twice. */
export function rowHash(cells: readonly string[]): number {
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  for (let c = 0; c < cells.length; c++) {
    const cell = cells[c] as string;
    for (let i = 0; i < cell.length; i++) {
      const unit = cell.charCodeAt(i);
      a = Math.imul(a ^ unit, 0x01000193);
      b = Math.imul(b ^ unit, 0x85ebca6b);
      b ^= b >>> 13;
    }
    a = Math.imul(a ^ 0x1f, 0x01000193);
    b = Math.imul(b ^ 0x1f, 0x85ebca6b);
  }
  return (a >>> 0) * 0x200000 + ((b >>> 0) & 0x1fffff);
}
