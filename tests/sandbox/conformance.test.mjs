// Proof that the sandbox is a Discord.

import { conformance } from '../gateway/conformance.mjs';
import { startConformance } from './sandbox.mjs';

conformance(startConformance);
