import { hash } from 'node:crypto';
import { canonicalJson } from '../model/canonical.js';
import type { Policy } from '../model/policy.js';

/** sha256 of the policy's canonical form: equal for equal meaning, whatever the file looks like. */
export const policyHash = (policy: Policy): string => hash('sha256', canonicalJson(policy));
