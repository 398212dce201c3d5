import { attackBy } from '../support/attacker-suite.ts';

attackBy('without row security');
