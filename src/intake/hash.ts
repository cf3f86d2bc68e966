/** 53 bits of texts in their order, as a number: enough to tell a million of them apart, at eight bytes each. */
export function textHash(texts: readonly string[]): number {
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  for (let t = 0; t < texts.length; t++) {
    const text = texts[t] as string;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      a = Math.imul(a ^ unit, 0x01000193);
      b = Math.imul(b ^ unit, 0x85ebca6b);
      b ^= b >>> 13;
    }
    a = Math.imul(a ^ 0x1f, 0x01000193);
    b = Math.imul(b ^ 0x1f, 0x85ebca6b);
  }
  return (a >>> 0) * 0x200000 + ((b >>> 0) & 0x1fffff);
}
