import type { Policy } from '../../model/policy.js';

/** The four grade systems by handbook: 新/老/高价值, 重点/一般, 核心/重要/潜力/一般, 高/中/低 (C05). */
export type GradeSystem = '001' | '002' | '003' | '004';

/** What a class of one grade system means in another by the policy's declared mapping (C05); null where it says nothing of that one. */
export function gradeMap(policy: Policy, from: GradeSystem, to: GradeSystem): (code: string) => string | null {
  const map = policy.gradeMaps.maps[from]?.[to] ?? {};
  return (code) => (Object.hasOwn(map, code) ? (map[code] as string | null) : null);
}
