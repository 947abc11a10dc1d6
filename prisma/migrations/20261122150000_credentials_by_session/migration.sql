-- Whoever deletes a session looks for its credentials: a case of hundreds of thousands of keys was never done.
CREATE INDEX "credentials_session_id_idx" ON "credentials"("session_id");
