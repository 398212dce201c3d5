import { attackBy } from '../support/attacker-suite.ts';

attackBy('both walls');
