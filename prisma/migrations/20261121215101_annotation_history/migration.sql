-- Pins, tags, colours and comments keep their history; those that are there begin it when they were written.
CREATE TRIGGER pins_history AFTER INSERT OR UPDATE OR DELETE ON "pins"
  FOR EACH ROW EXECUTE FUNCTION keep_case_history('id');

CREATE TRIGGER subject_tags_history AFTER INSERT OR UPDATE OR DELETE ON "subject_tags"
  FOR EACH ROW EXECUTE FUNCTION keep_case_history('subject_key', 'tag');

CREATE TRIGGER subject_colours_history AFTER INSERT OR UPDATE OR DELETE ON "subject_colours"
  FOR EACH ROW EXECUTE FUNCTION keep_case_history('case_id', 'subject_key');

CREATE TRIGGER comments_history AFTER INSERT OR UPDATE OR DELETE ON "comments"
  FOR EACH ROW EXECUTE FUNCTION keep_case_history('id');

INSERT INTO "case_history" ("case_id", "at", "kind", "key", "row")
SELECT p."case_id", p."created_at", 'pins', p."id"::text, to_jsonb(p) FROM "pins" p
UNION ALL
SELECT t."case_id", t."created_at", 'subject_tags',
       encode(sha256(convert_to(jsonb_build_array(t."subject_key", t."tag")::text, 'UTF8')), 'hex'), to_jsonb(t)
  FROM "subject_tags" t
UNION ALL
SELECT c."case_id", c."created_at", 'subject_colours',
       encode(sha256(convert_to(jsonb_build_array(c."case_id"::text, c."subject_key")::text, 'UTF8')), 'hex'), to_jsonb(c)
  FROM "subject_colours" c
UNION ALL
SELECT c."case_id", c."created_at", 'comments', c."id"::text, to_jsonb(c) FROM "comments" c;
