/*
 * For policies with services: the same as statistics.js, and other companies' content blocked until it is
 * accepted.
 */

import { admit } from './blocking.js';
import { withdraw } from './erasure.js';
import './settings.js';
import { update } from './signals.js';
import { start } from './start.js';

start(update, withdraw, admit);
