/**
 * Loaded into every process that the supervisor starts (node --import): when the supervisor is gone, however it went, its
 * end of the channel closes and the process ends as if asked to. What such a process forks in turn inherits the option but
 * not the mark, and is its parent's business.
 */
if (process.env.GATEHOUSE_SUPERVISED) {
  delete process.env.GATEHOUSE_SUPERVISED;
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
  // The channel itself is no reason to stay alive.
  process.channel?.unref();
}
