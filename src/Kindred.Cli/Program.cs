using Spectre.Console;

AnsiConsole.MarkupLine("kindred");
return 0;
