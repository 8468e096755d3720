/*
 * For policies without services: what a website embeds to ask for consent and, only after a yes, report
 * page views.
 */

import { start } from './start.js';

start();
