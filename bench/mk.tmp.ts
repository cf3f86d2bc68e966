import { join } from 'node:path';
import { bin, customers, node } from './measure.js';
import { report } from './report.js';
report('/tmp/bq100', 100000);
