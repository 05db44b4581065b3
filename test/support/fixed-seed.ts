import * as fc from 'fast-check';

/** Property tests generate the same cases in every run. Set ANNEX_TEST_SEED for other cases. */
fc.configureGlobal({ seed: Number(process.env['ANNEX_TEST_SEED'] ?? '1') });
