package limits

// text is sources whose ends and line ends an editor would change.
func text() []built {
	return []built{
		{"text_empty", ""},
		{"text_one_space", " "},
		{"text_no_last_line_feed", "print 1; // expect: 1\nprint 2; // expect: 2"},
		{"text_comment_at_end", "print 1; // expect: 1\n// The end, without a line feed."},
		{"text_slashes_at_end", "print 1; // expect: 1\n//"},
		{"text_carriage_returns", "// Lines of Windows.\r\nvar a = 1;\r\nprint a; // expect: 1\r\nif (a == 1)\r\n  print \"one\"; // expect: one\r\n"},
		{"text_carriage_returns_runtime_error", "var a;\r\n\r\nprint -\r\n  a; // expect runtime error: Operand must be a number.\r\n"},
		{"text_carriage_returns_compile_error", "var a;\r\n\r\nprint a +; // Error at ';': Expect expression.\r\n"},
		{"text_lone_carriage_return", "// A carriage return alone ends neither a line nor a comment.\rprint 0;\nprint \r 1; // expect: 1\n"},
		{"text_tabs", "\tvar\ta\t=\t1\t;\n\tprint\ta\t;\t// expect: 1\n"},
		{"text_tab_in_text", "print \"a\tb\"; // expect: a\tb\n"},
		{"text_spaces_in_text", "print \"a   b  \";\n// expect: a   b  \n"},
		{"text_form_feed", "print 1;\n\f // Error: Unexpected character.\nprint 2;\n"},
		{"text_no_break_space", "print 1;\nprint\u00a02; // Error: Unexpected character.\n"},
		{"text_byte_order_mark", "\ufeffprint 1; // Error: Unexpected character.\n"},
		{"text_ends_in_statement", "print 1;\nprint // Error at end: Expect expression."},
		{"text_ends_in_block", "{\n  print 1;\n// Error at end: Expect '}' after block."},
		{"text_ends_in_name", "// [line 2] Error at end: Expect ';' after expression.\nclock"},
		{"text_ends_in_number", "// [line 2] Error at end: Expect ';' after expression.\n12"},
		{"text_ends_in_operator", "// [line 2] Error at end: Expect expression.\n1 <="},
		{"text_ends_in_text", "// [line 3] Error: Unterminated string.\n// Its expression is missing, too, and is not told.\nprint \"a"},
	}
}
