import { describe, expect, it } from 'vitest';
import { Linkage } from '../../scripts/fixture/linkage.js';
import { explainCluster, explainPair, whyNot } from '../../src/match/explain.js';
import { defaultMatching } from '../../src/model/matching.js';
import { scanRows } from '../support/linkage.js';

const columns = { name: 'party', creditCode: 'identity', phone: 'phone', email: 'email', address: 'address' } as const;
const rows = [...new Linkage(5).rows(1500)].map(({ entity, ...row }) => row);
const scan = scanRows(rows, columns, 'id');
const limits = { automatic: defaultMatching.automatic, review: defaultMatching.review };

describe('the waterfall of a pair', () => {
  it('sums to the weight that decided, for every pair listed', () => {
    for (let e = 0; e < scan.edges.count; e++) {
      const {
        columns: parts,
        prior,
        probability,
        total,
      } = explainPair(scan, scan.edges.first[e]!, scan.edges.second[e]!, 0.5);
      expect(parts.reduce((sum, { bits, frequency }) => sum + bits + frequency, prior)).toBeCloseTo(total, 9);
      expect(total).toBeCloseTo(scan.edges.bits[e]!, 4);
      expect(probability).toBeCloseTo(1 / (1 + 2 ** -total), 9);
    }
  });

  it('is the same both ways, and speaks both languages', () => {
    const [a, b] = [scan.edges.first[0]!, scan.edges.second[0]!];
    const explanation = explainPair(scan, a, b, 0.5);
    expect(explainPair(scan, b, a, 0.5)).toEqual(explanation);
    expect(explanation.keys.length).toBeGreaterThan(0);
    expect(explanation.sentence.zh).toMatch(/同一客户的概率 [\d.]+ %.*。结果:.+。$/);
    expect(explanation.sentence.en).toMatch(/probability of one customer [\d.]+ %.*\. Result: .+\.$/);
  });
});

describe('why not', () => {
  it('tells strangers by their weight, merged ones as together, and households by what binds them', () => {
    const reasons = new Set<string>();
    for (let e = 0; e < scan.edges.count; e++) {
      const { explanation, reason } = whyNot(scan, scan.edges.first[e]!, scan.edges.second[e]!, limits);
      expect(reason === 'together').toBe(explanation.decision === 'automatic');
      if (explanation.bound === 'linked' && reason !== 'together') expect(reason).toBe('bound');
      reasons.add(reason);
    }
    expect([...reasons].sort()).toEqual(expect.arrayContaining(['bound', 'together', 'weight']));
    expect(whyNot(scan, 0, scan.table.size - 1, limits).reason).toMatch(/^(?:bound|weight)$/);
  });
});

describe('the story of a cluster', () => {
  it('has every member, one merge fewer, and its weakest pair', () => {
    for (const root of new Set(scan.clusters.of)) {
      const { members, merges, weakest } = explainCluster(scan, root, limits.automatic);
      expect(merges.length).toBe(members.length - 1);
      expect(weakest === null).toBe(members.length === 1);
    }
  });
});
