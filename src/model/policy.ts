/**
 * The policy: what "true" means, as data. One zod schema documents every knob; the default policy (src/policy) fills it from
 * the five handbooks. Each entry names in `source` the clauses that its values come from.
 */
import * as z from 'zod';
import { isIsoDate } from './date.js';
import { type FieldKey, fieldKeys } from './fields.js';
import { intakeSchema } from './intake.js';
import { matchingSchema } from './matching.js';
import { survivorshipSchema } from './survivorship.js';

const source = z.array(z.string()).describe('Clauses that the values of this entry come from, such as S0-29 or C16');
const fieldKey = z.enum(fieldKeys as unknown as [FieldKey, ...FieldKey[]]);
const period = z
  .string()
  .regex(/^P(?=\d)(?:\d+Y)?(?:\d+M)?(?:\d+[WD])?$/)
  .describe('ISO 8601 period of years, months, weeks or days, such as P6M');
const severity = z.enum(['error', 'warning', 'info']);
const decimal = z.string().regex(/^\d+(?:\.\d{1,2})?$/);
const signedDecimal = /^-?\d+(?:\.\d{1,2})?$/;
const points = z.int().min(0).max(100);

const codeValue = z.strictObject({
  value: z.string().describe('The word as the handbook writes it and the ledger keeps it'),
  code: z
    .string()
    .regex(/^[^+]+$/)
    .describe('Stable word that rules and JSON use; without +, which joins several of them'),
  en: z.string(),
  aliases: z.array(z.string()).default([]),
});

const codeList = z.strictObject({
  values: z.array(codeValue).min(1),
  open: z.boolean().default(false).describe('true: other words are allowed and only noted'),
  source,
});

const profile = z.strictObject({
  required: z
    .array(z.union([fieldKey, z.array(fieldKey).min(2)]))
    .describe('Required fields; an inner list is satisfied by any one of its fields'),
  optional: z.array(fieldKey).default([]).describe('Counted in the second, non-gating completeness figure (S0-08)'),
  purpose: z.string().describe('Why these fields may be asked for (S0-09)'),
  source,
});

const band = z.strictObject({
  value: z.string(),
  code: z.string(),
  from: decimal.describe('Included'),
  below: decimal.nullable().describe('Excluded; null: no upper end'),
});

const step = z.strictObject({
  from: z.string().regex(signedDecimal).describe('Included'),
  below: z.string().regex(signedDecimal).nullable().describe('Excluded; null: no upper end'),
  points: points.describe('0–100'),
});

const gradeInput = {
  weight: z.int().min(0).max(1000).describe('0: not looked at'),
  unknown: z
    .enum(['leave-out', 'zero'])
    .describe('leave-out: its weight does not count and that is said; zero: counts as 0 points'),
};
const scaledInput = z.strictObject({
  ...gradeInput,
  scale: z.array(step).min(1).describe('Points by the quantity; together without gap or overlap'),
});
const wordedInput = z.strictObject({
  ...gradeInput,
  words: z.record(z.string(), points).describe('Points by the word'),
});

const needClass = z.strictObject({ value: z.string(), code: z.string(), en: z.string() });

const gradeSystem = z.strictObject({
  field: fieldKey.nullable().describe('Field whose code list holds its words; null: the ledger keeps no such field'),
  words: z.array(needClass).describe('Its words, where no code list holds them'),
});

const clock = z.strictObject({
  after: period,
  edge: z
    .enum(['reached', 'exceeded'])
    .describe('reached: 届满 counts the last day; exceeded: 超过 leaves it out (C16)'),
  on: z.enum(['interaction', 'contact']).describe('Which clock runs (C03)'),
  source,
});

const dropped = z
  .string()
  .nullable()
  .default(null)
  .describe('Why this statement of a handbook is not followed here; null: it is');

const cadence = z.strictObject({
  does: z
    .enum(['contact', 'verify'])
    .describe('contact: talk to the customer; verify: find out whether the data still hold'),
  grade: z
    .strictObject({ system: z.enum(['001', '002', '003', '004']), classes: z.array(z.string()).min(1) })
    .nullable()
    .describe(
      'Only customers of these classes of one grade system, by gradeMaps where they are graded in another (C05)',
    ),
  stage: z.array(z.string()).min(1).nullable().describe('Only customers in these stages'),
  every: period,
  dropped,
  source,
});

const archiveClass = z.enum(['basic', 'transaction', 'service', 'special']);
const from = z.array(fieldKey).min(1).describe('The clock starts on the latest of these dates that is known');

const floor = z.strictObject({
  classes: z.array(archiveClass).min(1),
  atLeast: period.describe('Kept through the last day of this period; the day after is the first on which it may go'),
  from,
  rank: z.enum(['law', 'handbook']).describe('What the floor rests on'),
  dropped,
  source,
});

const ceiling = z.strictObject({
  atMost: period
    .nullable()
    .describe('Not kept longer than this, unless a floor or a hold says so; null: nobody has set it'),
  from,
  action: z
    .enum(['delete', 'anonymise', 'review'])
    .describe('What is proposed when it has run out; review: a person looks at each, none is ever listed by itself'),
  source,
});

const act = z
  .enum(['read', 'edit', 'review', 'export', 'approve', 'destroy'])
  .describe('review: approve or return what another person entered; approve: agree to what cannot be undone');
const fieldClass = z
  .enum(['basic', 'transaction', 'service', 'special', 'finance'])
  .describe('finance: fields whose sensitivity is sensitive; all others by their archive class');

const statement = z.strictObject({
  role: z.string(),
  acts: z.array(act).min(1),
  classes: z.array(fieldClass).min(1),
  rows: z
    .enum(['none', 'own', 'all'])
    .describe('none: the clause forbids it; own: customers whose owner is the person'),
  approval: z.boolean().default(false).describe('true: only on a plan that another person approved (S0-40, S2-25)'),
  dropped,
  source,
});

const deadline = z.union([
  z.strictObject({ hours: z.int().min(1).describe('Hours of the clock, holidays included'), dropped, source }),
  z.strictObject({ workdays: z.int().min(1).describe('Working days; the first is not counted'), dropped, source }),
]);

const trigger = z.strictObject({ ...codeValue.shape, source });

const reviewStep = z.strictObject({
  by: z.enum(['owner', 'another']).describe('owner: who answers for the customer; another: neither owner nor entrant'),
  from: z
    .union([fieldKey, z.literal('entered_on')])
    .describe('The day from which the working days count; entered_on: that of the entry, or of the last submission'),
  workdays: z.int().min(1),
  source,
});

const interactionKind = z.strictObject({
  ...codeValue.shape,
  counts: z
    .enum(['contact', 'interaction', 'neither'])
    .describe(
      'contact: moves both clocks, for every contact is an interaction; interaction: moves that one alone (C03)',
    ),
});

const scheme = z.strictObject({
  id: z.enum(['region-year-serial', 'industry-value-year-serial']),
  state: z
    .enum(['active', 'legacy'])
    .describe('One scheme is active; legacy numbers are read and searched, never issued'),
  width: z.int().min(3).max(9).describe('Least digits of the serial; it grows past them'),
  serialPer: z
    .enum(['year', 'prefix'])
    .describe('year: one count a year over all prefixes; prefix: one count per prefix and year'),
  source,
});

const day = z.string().refine(isIsoDate, 'a day such as 2026-11-21 is expected');

const signingKey = z.strictObject({
  id: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('Fingerprint: sha256 of the public key'),
  public: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/)
    .describe('The ed25519 public key, 32 bytes in base64url, as steward key new prints it'),
  from: day.describe('The first day on which it signs'),
  until: day.nullable().default(null).describe('The last day on which it signs; null: no end set'),
});

const person = z.strictObject({
  id: z.string(),
  name: z.string(),
  roles: z.array(z.string()).min(1),
  osUser: z.string().nullable().default(null),
  keys: z.array(signingKey).default([]).describe('One key or more of this person alone (S2-35)'),
  leaves: day
    .nullable()
    .default(null)
    .describe('From this day on nothing that the person signs counts: left, or moved to another post (S0-41)'),
});

const purgeReason = z.strictObject({
  ...codeValue.shape,
  ground: z
    .enum(['a', 'b', 'c', 'd', 'e'])
    .describe(
      'PIPL Art. 47: a purpose achieved, impossible or no longer needing it; b service stopped or retention expired; c consent withdrawn; d unlawful; e other law',
    ),
  invalid: z
    .boolean()
    .default(false)
    .describe(
      'true: the information itself is wrong (000:40); a customer that can still be reached is not destroyed for it',
    ),
  source,
});

/** The schema of a policy file after defaults are filled in. */
export const policySchema = z.strictObject({
  version: z.literal(1),
  name: z.string(),
  lang: z
    .enum(['zh-CN', 'en'])
    .nullable()
    .describe('Language of output when --lang is not given; null: the locale decides'),
  timezone: z.string().describe('As-of means the close of that day here'),
  failOn: severity.describe('Findings of this weight and above end in exit code 1'),
  outsideEdits: z.enum(['accept', 'ask', 'refuse']).describe('What happens to a CSV ledger edited elsewhere'),
  witness: z
    .string()
    .nullable()
    .describe('File that every run appends its chain head to; another owner’s, or append-only'),
  profiles: z.strictObject({
    active: z.array(z.string()).min(1).describe('Profiles whose required fields are put together'),
    personExempt: z.array(fieldKey).describe('Never required of a person'),
    list: z.record(z.string(), profile),
    source,
  }),
  withheld: z.strictObject({
    words: z.array(z.string()).min(1).describe('Answered-but-withheld: satisfies a required field, counted apart'),
    source,
  }),
  codes: z.record(z.string(), codeList).describe('Code lists by field'),
  valueBands: z.strictObject({ bands: z.array(band).min(1), unknown: z.string(), source }),
  sizeBands: z.strictObject({ bands: z.array(band).min(1), source }),
  grading: z
    .strictObject({
      inputs: z.strictObject({
        annual_purchase: scaledInput.describe('Current value (S3-15): yuan a year'),
        margin: scaledInput.describe('Current value (S3-15): percent'),
        growth_potential: scaledInput.describe('Potential (S3-16): 1–5'),
        industry_influence: scaledInput.describe('Potential (S3-16): 1–5'),
        cooperation_since: scaledInput.describe('Relation (S3-17): whole years of cooperation on the as-of day'),
        loyalty: scaledInput.describe('Relation (S3-17): 1–5'),
        credit_grade: wordedInput.describe('Relation (S3-17): the grade as it is written, such as AAA'),
      }),
      leastKnown: points.describe('Least share of known weight in percent; below it no grade is suggested'),
      bands: z.array(band).min(1).describe('Grades by the score, 0–100: points by weight over the known weight'),
      promising: z.strictObject({
        code: z.string().describe('Grade given instead of `within`'),
        within: z.string().describe('The band in which the rule looks'),
        potentialFrom: decimal.describe('Least score of the potential inputs alone'),
        currentBelow: decimal.describe('The score of the current-value inputs alone lies below this'),
        why: z.string(),
        source,
      }),
      hysteresis: decimal.describe('Points by which the score must pass an edge to leave the present grade (S3-20)'),
      potentialStaleAfter: period.describe('Potential rated longer ago than this is stale'),
      source,
    })
    .describe('Grade by weighted score'),
  gradeMaps: z
    .strictObject({
      systems: z.record(z.string(), gradeSystem).describe('Grade systems by handbook'),
      maps: z
        .record(z.string(), z.record(z.string(), z.record(z.string(), z.string().nullable())))
        .describe('From system, to system, class → class; null: it says nothing of the other'),
      why: z.string(),
      source,
    })
    .describe('What a class of one grade system means in the others (C05)'),
  customerTypes: z.strictObject({
    newFor: period.describe('New within this period (the last day counts), old after it'),
    since: z.array(fieldKey).min(1).describe('Where the period begins: the first of these dates that is known'),
    source,
  }),
  needUrgency: z.strictObject({
    urgentImportant: needClass,
    important: needClass,
    urgent: needClass,
    neither: needClass,
    source,
  }),
  classification: z.strictObject({
    requirePrecheck: z.boolean().describe('Only prechecked or approved customers are classified by decision (S4-14)'),
    source,
  }),
  numbering: z.strictObject({
    schemes: z.array(scheme).min(1),
    defaultRegion: z
      .string()
      .nullable()
      .describe('ISO 3166-2:CN letters used where no province is known; null: no number is issued'),
    source,
  }),
  dormancy: z.strictObject({
    silent: clock,
    dormant: clock,
    keeps: z.strictObject({
      fields: z
        .array(fieldKey)
        .min(1)
        .describe('Shown of a dormant customer; all else is sealed, and not erased (C09)'),
      source,
    }),
    source,
  }),
  activation: z
    .strictObject({
      causeWithin: period.describe(
        'A silent customer has its cause on file within this period of the day on which it turned silent (S4-19)',
      ),
      answerWithin: period.describe(
        'Without interaction within this period of the activation, follow-up becomes low priority the day after (S4-20)',
      ),
      source,
    })
    .describe('What is done about silent customers (004:70)'),
  verification: z
    .strictObject({
      workdays: z
        .int()
        .min(1)
        .describe('Working days in which a verification list is to come back; 000:39 names no figure'),
      source,
    })
    .describe('The lists of verify export (S0-30)'),
  followUps: z
    .strictObject({
      first: z.strictObject({ stages: z.array(z.string()).min(1), workdays: z.int().min(1), source }),
      proposal: z.strictObject({
        stages: z.array(z.string()).min(1),
        workdays: z.int().min(1),
        columns: z
          .array(z.string())
          .min(1)
          .describe(
            'Headings under which a ledger keeps the day of the proposal; without such a column nothing is due',
          ),
        source,
      }),
      source,
    })
    .describe('Working days from when a customer came, or entered the stage (004:64, 004:66)'),
  holds: z
    .strictObject({ review: period.describe('A hold is looked at again this long after it was set'), source })
    .describe('Legal holds (L09)'),
  interactions: z
    .strictObject({ kinds: z.array(interactionKind).min(1), source })
    .describe('Kinds of interaction, and which of them count as contact (C03)'),
  transactions: z
    .strictObject({
      within: period.describe('The annual purchase is what was bought in this period up to the as-of day'),
      cancelled: z.array(z.string()).describe('Words of a status by which a transaction does not count'),
      open: z
        .array(z.string())
        .describe('Words of a status by which a transaction is not completed: nothing is purged then'),
      source,
    })
    .describe('What the transactions on file say of the annual purchase (S2-07, S3-15)'),
  cadences: z
    .strictObject({ list: z.record(z.string(), cadence), source })
    .describe('How often a customer is contacted and verified; of those that apply, the strictest holds (C11)'),
  updates: z
    .strictObject({
      deadlines: z
        .record(z.string(), deadline)
        .describe('Each is measured by its own clock; a late change names the one broken'),
      stipulated: z
        .string()
        .nullable()
        .describe('The deadline meant by 规定时限 and 及时, which give no figure; null: nobody has set it'),
      triggers: z.array(trigger).min(1).describe('What a change comes from; every update names one (S0-22..24)'),
      keyFields: z
        .array(fieldKey)
        .describe('A change of these waits until another person confirms it (S0-26), and other departments hear of it'),
      source,
    })
    .describe('When a change must be on file (C07)'),
  review: z
    .strictObject({
      precheck: reviewStep,
      review: reviewStep,
      requirePrecheck: z.boolean().describe('Only prechecked customers are approved'),
      confirm: z
        .strictObject({ workdays: z.int().min(1), source })
        .describe('Working days from the approval in which the customer is to have confirmed; 000:27 names no figure'),
      source,
    })
    .describe('Two steps, each with its own person and clock (C12)'),
  retention: z
    .strictObject({
      floors: z.record(z.string(), floor).describe('Of several floors the longest wins'),
      classes: z.strictObject({ basic: ceiling, transaction: ceiling, service: ceiling, special: ceiling }),
      gone: z.strictObject({
        endReasons: z
          .array(z.string())
          .describe(
            'Codes of end_reason by which the purpose is gone: to be erased, or sealed while a floor runs (L01, L02)',
          ),
        source,
      }),
      why: z.string(),
      source,
    })
    .describe('How long each archive class is kept at least and at most (C18)'),
  register: z
    .strictObject({
      name: z
        .enum(['masked', 'hash', 'full'])
        .describe('How the register of destruction names a customer, always beside a keyed hash'),
      source,
    })
    .describe('What is left of the destroyed (C15)'),
  access: z
    .strictObject({
      statements: z.record(z.string(), statement).describe('What the handbooks say; what none allows is denied'),
      conflicts: z
        .enum(['least', 'refuse'])
        .describe(
          'Where statements disagree. least: the narrowest holds (S0-37); refuse: an error until one is dropped',
        ),
      source,
    })
    .describe('Who may do what to which fields of which customers (C14)'),
  calendar: z.strictObject({
    overrides: z.record(
      z.string().regex(/^\d{4}$/),
      z.strictObject({ off: z.array(z.string()), work: z.array(z.string()) }),
    ),
    source,
  }),
  intake: intakeSchema.describe('What happens to the rows of an imported file (S0-05, S0-06, S1-11)'),
  matching: matchingSchema.describe('How duplicates are looked for (one customer, one file: S1-11)'),
  survivorship: survivorshipSchema.describe('How the record of a merged customer is chosen (S1-11)'),
  suspicion: z.strictObject({
    samePhoneAbove: z.int().min(1).describe('More customers than this on one phone number are a finding'),
    source,
  }),
  schedules: z.record(z.string(), z.strictObject({ every: period, command: z.string(), source })),
  roles: z.record(z.string(), z.strictObject({ zh: z.string(), en: z.string(), source })),
  people: z.array(person),
  purge: z
    .strictObject({
      witness: z
        .boolean()
        .describe('true: a third person, neither proposer nor approver, witnesses the destruction with a key (监销)'),
      expires: period.describe('A proposed plan can be approved and applied within this period'),
      keepOut: period
        .nullable()
        .describe('How long a destroyed customer is kept from coming back with an import; null: for good'),
      refuseSameOsUser: z
        .boolean()
        .describe('true: the approver may not sit in the system account from which the plan was proposed'),
      reasons: z.array(purgeReason).min(1).describe('Why something may be destroyed; every row of a plan names one'),
      remindAfter: period.describe('A key older than this is named by key list, so that it is changed'),
      source,
    })
    .describe('How records are destroyed: by a plan that another person signed (S0-35, S0-40)'),
  backup: z
    .strictObject({
      maxAgeDays: z.int().min(1).describe('The last backup is not to be older; the handbooks name no figure'),
      source,
    })
    .describe('Backups (S2-21, S2-37)'),
  defaultRole: z.string().describe('Role of a person whom the policy does not list'),
  rules: z
    .record(z.string(), z.enum(['error', 'warning', 'info', 'off']))
    .describe('Severity of single rules; off silences one'),
  columns: z
    .array(z.strictObject({ header: z.string(), kind: z.string(), purpose: z.string() }))
    .describe('Extra columns that files may carry, with their kind and why they are kept (S0-09)'),
});

/** A whole, checked policy. */
export type Policy = z.infer<typeof policySchema>;

/** One word of a code list. */
export type CodeValue = z.infer<typeof codeValue>;

/** One numbering scheme. */
export type NumberScheme = z.infer<typeof scheme>;
/** One silent or dormant clock. */
export type Clock = z.infer<typeof clock>;
/** One half-open interval of a value or size class. */
export type Band = z.infer<typeof band>;
/** One step of a grade input's scale. */
export type Step = z.infer<typeof step>;
/** One kind of interaction. */
export type InteractionKind = z.infer<typeof interactionKind>;
/** How often customers of a kind are contacted or verified, by one clause. */
export type Cadence = z.infer<typeof cadence>;
/** How long archive classes are kept at least, by one clause. */
export type RetentionFloor = z.infer<typeof floor>;
/** What a person does to customers. */
export type Act = z.infer<typeof act>;
/** Fields that are seen and edited together. */
export type FieldClass = z.infer<typeof fieldClass>;
/** One reason for destroying something. */
export type PurgeReason = z.infer<typeof purgeReason>;
/** A person whom the policy lists. */
export type Person = z.infer<typeof person>;
/** The public half of a person's signing key. */
export type SigningKey = z.infer<typeof signingKey>;
/** One clause on who may do what. */
export type AccessStatement = z.infer<typeof statement>;
/** The inputs of the grade score, by their fields. */
export type GradeField = keyof Policy['grading']['inputs'];
