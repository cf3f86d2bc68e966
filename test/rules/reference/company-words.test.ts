import { describe, expect, it } from 'vitest';
import { branchWordAtEnd, formAtEnd, industryStart, isBranchName } from '../../../src/rules/reference/company-words.js';

describe('company words', () => {
  it.each([
    ['云帆有限责任公司', '有限责任公司', 'limited'],
    ['云帆股份有限公司', '股份有限公司', 'joint-stock'],
    ['云帆集团有限公司', '集团有限公司', 'group'],
    ['云帆(有限合伙)', '(有限合伙)', 'partnership'],
    ['云帆专业合作社', '专业合作社', 'cooperative'],
    ['云帆工作室', '工作室', 'sole'],
    ['云帆中学', '中学', 'institution'],
    ['云帆经营部', '经营部', 'shop'],
    ['云帆公司', '公司', 'other'],
    ['Yunfan LLP', 'LLP', 'partnership'],
    ['Yunfan Group', 'Group', 'group'],
    ['Yunfan Company', 'Company', 'other'],
  ])('[S0-14] ends %s with %s', (name, word, formClass) => {
    expect(formAtEnd(name)).toEqual({ word, formClass });
  });

  it.each(['云帆', '云帆科技', 'Yunfan', 'Zinc', ''])('finds no form in %j', (name) => {
    expect(formAtEnd(name)).toBeNull();
  });

  it('tells a part of a company from a business that may stand alone', () => {
    expect([isBranchName('云帆北京分公司'), isBranchName('云帆福田店')]).toEqual([true, false]);
    expect([branchWordAtEnd('云帆福田店'), branchWordAtEnd('云帆')]).toEqual(['店', null]);
  });

  it('finds where trade begins', () => {
    expect(industryStart('云帆智能装备制造', 2)).toBe(2);
    expect(industryStart('华能电力', 2)).toBe(2);
    expect(industryStart('海底捞', 2)).toBe(3);
  });
});
