/**
 * What SARIF 2.1.0 (OASIS standard, sections 3.13 to 3.54) requires of the parts of a log that steward writes: members that must be there,
 * their types and values, and what must agree with what. Returns every breach with its path.
 */
type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function sarifBreaches(log: unknown): string[] {
  const breaches: string[] = [];
  const must = (holds: boolean, path: string, what: string): boolean => {
    if (!holds) breaches.push(`${path}: ${what}`);
    return holds;
  };
  const object = (value: unknown, path: string): Json =>
    must(isObject(value), path, 'an object') ? (value as Json) : {};
  const array = (value: unknown, path: string): readonly unknown[] =>
    must(Array.isArray(value), path, 'an array') ? (value as readonly unknown[]) : [];
  const text = (value: unknown, path: string) => must(typeof value === 'string' && value !== '', path, 'a text');
  const only = (value: Json, path: string, names: readonly string[]) => {
    for (const name of Object.keys(value)) must(names.includes(name), `${path}.${name}`, 'no member of SARIF');
  };
  const message = (value: unknown, path: string) => text(object(value, path).text, `${path}.text`);

  const root = object(log, '$');
  only(root, '$', ['$schema', 'version', 'runs', 'properties', 'inlineExternalProperties']);
  must(root.version === '2.1.0', '$.version', '2.1.0 (3.13.2)');
  for (const [r, one] of array(root.runs, '$.runs').entries()) {
    const at = `$.runs[${r}]`;
    const run = object(one, at);
    only(run, at, ['tool', 'language', 'results', 'invocations', 'properties', 'columnKind', 'automationDetails']);
    const tool = object(run.tool, `${at}.tool`);
    const driver = object(tool.driver, `${at}.tool.driver`);
    only(driver, `${at}.tool.driver`, ['name', 'version', 'semanticVersion', 'rules', 'properties']);
    text(driver.name, `${at}.tool.driver.name`);
    if (driver.semanticVersion !== undefined)
      must(/^\d+\.\d+\.\d+/.test(String(driver.semanticVersion)), `${at}.tool.driver.semanticVersion`, 'SemVer 2.0');
    must(/^[a-z]{2}(?:-[A-Z]{2})?$/.test(String(run.language ?? 'en-US')), `${at}.language`, 'ISO 639-1 (3.14.7)');
    const rules = array(driver.rules ?? [], `${at}.tool.driver.rules`).map((rule, i) => {
      const path = `${at}.tool.driver.rules[${i}]`;
      const descriptor = object(rule, path);
      only(descriptor, path, [
        ...['id', 'name', 'shortDescription', 'fullDescription', 'help', 'helpUri', 'defaultConfiguration'],
        ...['messageStrings', 'properties'],
      ]);
      text(descriptor.id, `${path}.id`);
      for (const name of ['shortDescription', 'fullDescription', 'help'])
        if (descriptor[name] !== undefined) message(descriptor[name], `${path}.${name}`);
      const { level } = object(descriptor.defaultConfiguration ?? {}, `${path}.defaultConfiguration`);
      must(isLevel(level ?? 'warning'), `${path}.defaultConfiguration.level`, 'a level (3.50.3)');
      return descriptor.id;
    });
    must(new Set(rules).size === rules.length, `${at}.tool.driver.rules`, 'ids differ (3.19.23)');
    for (const [i, invocation] of array(run.invocations ?? [], `${at}.invocations`).entries())
      must(
        typeof object(invocation, `${at}.invocations[${i}]`).executionSuccessful === 'boolean',
        `${at}.invocations[${i}].executionSuccessful`,
        'required (3.20.14)',
      );
    for (const [i, result] of array(run.results, `${at}.results`).entries())
      checkResult(object(result, `${at}.results[${i}]`), `${at}.results[${i}]`, rules);
  }
  return breaches;

  function checkResult(result: Json, path: string, rules: readonly unknown[]): void {
    only(result, path, [
      ...['ruleId', 'ruleIndex', 'kind', 'level', 'message', 'locations', 'relatedLocations'],
      ...['partialFingerprints', 'fingerprints', 'properties'],
    ]);
    text(result.ruleId, `${path}.ruleId`);
    if (result.ruleIndex !== undefined)
      must(rules[result.ruleIndex as number] === result.ruleId, `${path}.ruleIndex`, 'of the rule (3.27.6)');
    must(isLevel(result.level ?? 'warning'), `${path}.level`, 'a level (3.27.10)');
    message(result.message, `${path}.message`);
    for (const [name, value] of Object.entries(object(result.partialFingerprints ?? {}, `${path}.partialFingerprints`)))
      text(value, `${path}.partialFingerprints.${name}`);
    for (const name of ['locations', 'relatedLocations'] as const) {
      const ids: unknown[] = [];
      for (const [i, location] of array(result[name] ?? [], `${path}.${name}`).entries()) {
        const here = object(location, `${path}.${name}[${i}]`);
        only(here, `${path}.${name}[${i}]`, ['id', 'physicalLocation', 'logicalLocations', 'message', 'properties']);
        if (here.id !== undefined) {
          must(Number.isInteger(here.id) && !ids.includes(here.id), `${path}.${name}[${i}].id`, 'unique (3.28.2)');
          ids.push(here.id);
        }
        checkLocation(here, `${path}.${name}[${i}]`);
      }
    }
  }

  function checkLocation(location: Json, path: string): void {
    for (const [i, one] of array(location.logicalLocations ?? [], `${path}.logicalLocations`).entries()) {
      const logical = object(one, `${path}.logicalLocations[${i}]`);
      only(logical, path, [
        'name',
        'fullyQualifiedName',
        'decoratedName',
        'kind',
        'index',
        'parentIndex',
        'properties',
      ]);
      must(
        logical.name !== undefined || logical.fullyQualifiedName !== undefined,
        `${path}.logicalLocations[${i}]`,
        'a name (3.33.3)',
      );
    }
    if (location.physicalLocation === undefined) return;
    const physical = object(location.physicalLocation, `${path}.physicalLocation`);
    const { uri } = object(physical.artifactLocation, `${path}.physicalLocation.artifactLocation`);
    must(
      typeof uri === 'string' && /^(?:[A-Za-z][A-Za-z0-9+.-]*:)?[A-Za-z0-9\-._~%!$&'()*+,;=@/:]+$/.test(uri),
      `${path}.physicalLocation.artifactLocation.uri`,
      'a URI reference (RFC 3986)',
    );
    if (physical.region === undefined) return;
    const region = object(physical.region, `${path}.physicalLocation.region`);
    only(region, `${path}.region`, ['startLine', 'startColumn', 'endLine', 'endColumn', 'snippet', 'properties']);
    must(
      Number.isInteger(region.startLine) && (region.startLine as number) >= 1,
      `${path}.region.startLine`,
      '1 or more (3.30.5)',
    );
  }
}

const isLevel = (level: unknown): boolean => ['none', 'note', 'warning', 'error'].includes(level as string);
