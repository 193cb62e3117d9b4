/**
 * The same bridge as in `bridge-source.ts` for machines with Perl, where it is there in a tenth of the time and the command takes its
 * place: the agent is started by nobody in between. One process carries all connections; no side is read faster than the other
 * takes it. Its descriptors are its own: it keeps none of the agent's streams open. Numbers stand for the constants of Linux on x86-64
 * and arm64, because loading the modules that name them takes longer than all the rest.
 */
import { BRIDGE_PORT } from "./bridge-source.ts";

export const perlBridgeSource = `use strict;
my ($INET, $UNIX, $STREAM, $GETFL, $SETFL, $NONBLOCK, $EINTR, $EAGAIN) = (2, 1, 1, 3, 4, 2048, 4, 11);
my ($path, @command) = @ARGV;
my ($chunk, $most, $connections) = (65536, 262144, 400);
socket(my $server, $INET, $STREAM, 0) or die "gatehouse: no socket for the proxy: $!\\n";
bind($server, pack("S n C4 x8", $INET, ${BRIDGE_PORT}, 127, 0, 0, 1)) or die "gatehouse: no port for the proxy: $!\\n";
listen($server, 128) or die "gatehouse: no port for the proxy: $!\\n";
my $first = fork;
defined $first or die "gatehouse: no process for the proxy: $!\\n";
if ($first) {
  waitpid($first, 0);
  exec { $command[0] } @command;
  print STDERR "gatehouse: $command[0] cannot be started in the sandbox: $!\\n";
  exit 127;
}
# Its parent is the first process inside, so that the agent has no child that it did not start.
exit if fork;
open(STDIN, "<", "/dev/null");
open(STDOUT, ">", "/dev/null");
open(STDERR, ">", "/dev/null");
$SIG{PIPE} = "IGNORE";
my %side;
sub plain { fcntl($_[0], $SETFL, fcntl($_[0], $GETFL, 0) | $NONBLOCK) }
sub drop {
  my ($one) = @_;
  for my $each ($one, $one->{other}) { delete $side{fileno $each->{fh}}; }
  my ($mine, $theirs) = ($one->{fh}, $one->{other}{fh});
  delete $one->{other}{other};
  delete $one->{other};
  close $mine;
  close $theirs;
}
sub take_in {
  return unless accept(my $client, $server);
  socket(my $proxy, $UNIX, $STREAM, 0) or return;
  connect($proxy, pack("S a108", $UNIX, $path)) or return;
  plain($_) for $client, $proxy;
  my $a = { fh => $client, out => "", ended => 0, shut => 0 };
  my $b = { fh => $proxy, out => "", ended => 0, shut => 0, other => $a };
  $a->{other} = $b;
  $side{fileno $client} = $a;
  $side{fileno $proxy} = $b;
}
# False when the connection is over.
sub flush_out {
  my ($one) = @_;
  if (length $one->{out}) {
    my $sent = syswrite($one->{fh}, $one->{out});
    if (!defined $sent) { return 1 if $! == $EAGAIN || $! == $EINTR; drop($one); return 0; }
    substr($one->{out}, 0, $sent, "");
  }
  if (!length $one->{out} && $one->{other}{ended} && !$one->{shut}) { shutdown($one->{fh}, 1); $one->{shut} = 1; }
  if ($one->{shut} && $one->{other}{shut}) { drop($one); return 0; }
  return 1;
}
sub read_in {
  my ($one) = @_;
  my $got = sysread($one->{fh}, my $bytes, $chunk);
  if (!defined $got) { drop($one) unless $! == $EAGAIN || $! == $EINTR; return; }
  if ($got == 0) { $one->{ended} = 1; } else { $one->{other}{out} .= $bytes; }
  flush_out($one->{other});
}
for (;;) {
  my ($reads, $writes) = ("", "");
  vec($reads, fileno $server, 1) = 1 if keys %side < 2 * $connections;
  for my $one (values %side) {
    my $number = fileno $one->{fh};
    vec($reads, $number, 1) = 1 if !$one->{ended} && length $one->{other}{out} < $most;
    vec($writes, $number, 1) = 1 if length $one->{out};
  }
  next if select($reads, $writes, undef, undef) < 0;
  for my $number (keys %side) {
    my $one = $side{$number} or next;
    next if vec($writes, $number, 1) && !flush_out($one);
    read_in($one) if vec($reads, $number, 1);
  }
  take_in() if vec($reads, fileno $server, 1);
}
`;
