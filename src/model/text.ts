/** The two languages of the product. Codes and JSON keys never change with the language. */
export type Lang = 'zh-CN' | 'en';

/** One text in both languages; `{name}` placeholders are filled from data. A missing translation is a compile error. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

/** The same text in both languages, for codes, numbers and owners. */
export const plain = (text: string): Text => ({ zh: text, en: text });

/** Values that fill a text's placeholders, and that a finding or an error carries. */
export type Data = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** The text in one language with its placeholders filled; an unknown placeholder stays visible as `{name}`. */
export function say(text: Text, lang: Lang, data: Data = {}): string {
  const template = lang === 'zh-CN' ? text.zh : text.en;
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = data[name];
    if (value === undefined) return whole;
    if (value === null) return lang === 'zh-CN' ? '(空)' : '(blank)';
    return Array.isArray(value) ? value.join(lang === 'zh-CN' ? '、' : ', ') : String(value);
  });
}
