import { describe, expect, it } from 'vitest';
import type { AccessStatement } from '../../../src/model/policy.js';
import { defaultPolicy } from '../../../src/policy/default.js';
import { accessCell, acts, fieldClasses, mayAct } from '../../../src/rules/access/cell.js';

describe('who may do what', () => {
  it('is nothing for a role that no statement names, for every act and class', () => {
    for (const act of acts) {
      expect(mayAct(defaultPolicy, 'stranger', act)).toBe(false);
      for (const one of fieldClasses) expect(accessCell(defaultPolicy, 'stranger', act, one).rows).toBe('none');
    }
  });

  it('reads only: service and auditor [S0-39, S2-40]', () => {
    const writing = Object.keys(defaultPolicy.roles).filter((role) => mayAct(defaultPolicy, role, 'edit'));
    expect(writing).toEqual(['data_maintenance', 'data_admin', 'sales', 'supervisor', 'dept_head', 'cron']);
  });

  it('reviews what others entered: supervisor and head, nobody else [S0-18, S2-17]', () => {
    const roles = Object.keys(defaultPolicy.roles);
    expect(roles.filter((role) => mayAct(defaultPolicy, role, 'review'))).toEqual(['supervisor', 'dept_head']);
  });

  it('sales on their own customers only [S0-38]', () => {
    for (const act of acts)
      for (const one of fieldClasses) expect(accessCell(defaultPolicy, 'sales', act, one).rows).not.toBe('all');
  });

  it('sales and service see no finances, and service nothing special [S2-06, S2-23, S2-24]', () => {
    const seen = (role: string) =>
      fieldClasses.filter((one) => accessCell(defaultPolicy, role, 'export', one).rows !== 'none');
    expect(seen('sales')).toEqual(['basic', 'transaction']);
    expect(seen('service')).toEqual(['basic', 'transaction', 'service']);
  });

  it('destroys only on a plan that another approved, whoever it is, and only the head approves [S0-35, S0-40]', () => {
    const roles = Object.keys(defaultPolicy.roles);
    const destroying = roles.filter((role) => mayAct(defaultPolicy, role, 'destroy'));
    expect(destroying).toEqual(['data_maintenance', 'data_admin']);
    for (const role of destroying)
      for (const one of fieldClasses) expect(accessCell(defaultPolicy, role, 'destroy', one).approval).toBe(true);
    expect(roles.filter((role) => mayAct(defaultPolicy, role, 'approve'))).toEqual(['dept_head']);
    expect(accessCell(defaultPolicy, 'dept_head', 'export', 'basic')).toMatchObject({ rows: 'all', approval: true });
  });

  it('of two statements the narrower holds: none, own with approval, own, all with approval, all [S0-37]', () => {
    const ladder: readonly Pick<AccessStatement, 'approval' | 'rows'>[] = [
      { rows: 'none', approval: false },
      { rows: 'own', approval: true },
      { rows: 'own', approval: false },
      { rows: 'all', approval: true },
      { rows: 'all', approval: false },
    ];
    for (const [i, narrow] of ladder.entries()) {
      for (const wide of ladder.slice(i + 1)) {
        const common = { role: 'r', acts: ['read' as const], classes: ['basic' as const], dropped: null, source: [] };
        const cellOf = (...list: (typeof ladder)[number][]) => {
          const statements = Object.fromEntries(list.map((one, at) => [`s${at}`, { ...common, ...one }]));
          const access = { ...defaultPolicy.access, statements };
          return accessCell({ ...defaultPolicy, access }, 'r', 'read', 'basic');
        };
        expect(cellOf(narrow, wide)).toEqual({ ...narrow, by: ['s0'], against: ['s1'] });
        expect(cellOf(wide, narrow)).toEqual({ ...narrow, by: ['s1'], against: ['s0'] });
      }
    }
  });
});
