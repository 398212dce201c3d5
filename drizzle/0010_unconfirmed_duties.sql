-- why: the sweep asks how unconfirmed due dates were reckoned, each way once; the index answers without looking at the duties.
DROP INDEX "obligation_unconfirmed";--> statement-breakpoint
CREATE INDEX "obligation_unconfirmed" ON "obligation" USING btree ("pool_id","due_from","due_count","due_unit","due_on","id") WHERE not due_confirmed;