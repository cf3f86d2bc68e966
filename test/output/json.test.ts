import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonLine, prettyJson } from '../../src/output/json.js';
import { hostileText, UNSAFE } from './samples.js';

describe('prettyJson and jsonLine', () => {
  it('keep the order of keys', () => {
    expect(prettyJson({ read: 3, created: 2n })).toBe('{\n  "read": 3,\n  "created": "2"\n}\n');
    expect(jsonLine({ read: 3, created: [1] })).toBe('{"read":3,"created":[1]}\n');
    expect([prettyJson(undefined), jsonLine(undefined)]).toEqual(['null\n', 'null\n']);
  });

  it('show nothing that acts in a terminal, and parse to the same value', () => {
    expect(jsonLine('\u202e\u007f\u009b\u{e0041}')).toBe('"\\u202e\\u007f\\u009b\\udb40\\udc41"\n');
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const written of [prettyJson({ [text]: text }), jsonLine({ [text]: text })]) {
          expect(written).not.toMatch(UNSAFE);
          expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify({ [text]: text })));
        }
      }),
      { numRuns: 500 },
    );
  });
});
