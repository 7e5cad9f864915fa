/**
 * Property tests draw the same cases in every run, so that a run can be trusted and repeated; PROPERTY_SEED draws
 * others.
 */
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20250331) });
