#!/usr/bin/perl
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: literals.pl marked|unmarked FILE…
# The string literals of C files: those that tr(), tr_n() or N_() mark (each on a line, escaped as in a .po file), or those that
# look like words for people and are not marked (FILE:LINE: TEXT).
use strict;
use warnings;

my $want = shift @ARGV;
for my $file (@ARGV) {
	open my $in, '<', $file or die "$file: $!\n";
	my $text = do { local $/; <$in> };
	my ($line, @calls, $literal, $literal_line) = (1);
	my $last = '';
	my $flush = sub {
		return unless defined $literal;
		my $in_call = @calls ? $calls[-1] : '';
		my $marked = $in_call =~ /^(tr|tr_n|N_)$/;
		if ($want eq 'marked') {
			print "$literal\n" if $marked && $literal ne '';
		} elsif (!$marked && is_words($literal, $in_call)) {
			print "$file:$literal_line: $literal\n";
		}
		undef $literal;
	};
	while ($text =~ m{\G(?:(\n)|(/\*.*?\*/|//[^\n]*)|(\#[^\n]*(?:\\\n[^\n]*)*)|"((?:[^"\\\n]|\\.)*)"|('(?:[^'\\]|\\.)+')|([A-Za-z_]\w*)|(\s)|(.))}gcs) {
		if (defined $1) { $line++; next }
		if (defined $2) { $line += ($2 =~ tr/\n//); next }
		if (defined $3 && $last eq '') { $line += ($3 =~ tr/\n//); next }
		if (defined $4) {
			if (defined $literal) { $literal .= $4 } else { ($literal, $literal_line) = ($4, $line) }
			next;
		}
		next if defined $7;
		$flush->();
		if (defined $6) { $last = $6; next }
		my $c = defined $8 ? $8 : '';
		if ($c eq '(') { push @calls, $last }
		elsif ($c eq ')') { pop @calls }
		$last = $c =~ /[;{}]/ ? '' : $c;
	}
	$flush->();
	close $in;
}

# Two words, or a capital with letters behind it; not what is compared, looked up or an error's.
sub is_words {
	my ($s, $call) = @_;
	return 0 if $call =~ /^(text_is|text_starts|text_ends|text_is_fold|strcmp|strncmp|strstr|getenv|value_\w+|err_set|err_prefix|complain|assert|static_assert|fopen|defined|PRINTF_LIKE|command_find|tigetstr|capability|add_capability|send_raw|rl_variable_bind|translate_to|notice_bytes|add_through_tmux)$/;
	return 0 if $s =~ /^\\033/;	# a sequence for a terminal
	return 0 if $s =~ /^:[a-z]/ || $s =~ /^[a-z]+:\S*(?: [a-z]+:\S*)*$/;	# a command line, or a query, as it is typed
	return 0 if $s =~ /^(?:(?:Enter|Tab|Esc|Up|Down|Left|Right|Home|End|PageUp|PageDown|Space|Backspace|Delete|Insert|[SCM]-\S+|\S)(?: |$))+$/;	# keys
	my $bare = $s;
	$bare =~ s/%[-+ #0-9.*hlzjt]*[a-zA-Z%]/ /g;
	$bare =~ s/\\(?:[0-7]{1,3}|x[0-9a-fA-F]+|.)/ /g;
	return $bare =~ /[A-Za-z]{2,}[ ,:;]+[A-Za-z]{2,}/ || $bare =~ /(?:^| )[A-Z][a-z]{2,}/;
}
