using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using Kindred.Recipes;

namespace Kindred.Cli;

/// <summary><c>kindred completion</c>: what a shell has to run so that it completes commands, options and names.</summary>
/// <remarks>The scripts ask <c>kindred "[suggest:POSITION]" "WORDS BEFORE THE CURSOR"</c>, as dotnet-suggest does.</remarks>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = """
            # completion of kindred for bash; put into ~/.bashrc:  source <(kindred completion bash)
            _kindred() {
                local IFS=$'\n' line="${COMP_LINE:0:COMP_POINT}" found
                line="${line#"${line%%[![:space:]]*}"}"
                line="${line#"${COMP_WORDS[0]}"}"
                line="${line# }"
                found="$("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)"
                COMPREPLY=($(compgen -W "$found" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o bashdefault -o default -F _kindred kindred
            """,
        ["zsh"] = """
            #compdef kindred
            # completion of kindred for zsh; put into ~/.zshrc, after compinit:  source <(kindred completion zsh)
            _kindred() {
                local line="${(j: :)words[2,CURRENT]}"
                local -a found
                found=("${(@f)$(kindred "[suggest:${#line}]" "$line" 2>/dev/null)}")
                compadd -- ${(M)found:#${PREFIX}*} || _files
            }
            compdef _kindred kindred
            """,
        ["fish"] = """
            # completion of kindred for fish:  kindred completion fish > ~/.config/fish/completions/kindred.fish
            function __kindred_complete
                set -l line (commandline --cut-at-cursor --current-process | string replace --regex '^\s*\S+\s?' '')
                kindred "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete --command kindred --arguments '(__kindred_complete)'
            """,
        ["pwsh"] = """
            # completion of kindred for PowerShell; put into $PROFILE:  kindred completion pwsh | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName kindred -ScriptBlock {
                param($word, $ast, $cursor)
                $line = $ast.ToString()
                $line = $line.PadRight([Math]::Max(0, $cursor - $ast.Extent.StartOffset)) -replace '^\S+\s?', ''
                $token = ($line -split '\s')[-1]
                $before = if ($token.EndsWith($word)) { $token.Substring(0, $token.Length - $word.Length) } else { '' }  # of a list with commas PowerShell completes the last
                kindred "[suggest:$($line.Length)]" "$line" 2>$null | Where-Object { $_.StartsWith("$before$word", 'OrdinalIgnoreCase') } | ForEach-Object {
                    $found = $_.Substring($before.Length)
                    [System.Management.Automation.CompletionResult]::new($found, $found, 'ParameterValue', $_)
                }
            }
            """,
    };

    private static readonly Argument<string> Shell = new("SHELL") { Description = $"One of {string.Join(", ", Scripts.Keys)}." };

    public static Command Create()
    {
        Shell.HelpName = Shell.Name;
        Shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completion", "Prints what makes a shell complete commands, options, recipes and data sets: source <(kindred completion bash).") { Shell };
        command.SetAction(parsed =>
        {
            var shell = parsed.GetValue(Shell)!;
            Console.WriteLine(Scripts[shell]);
            Answer.Give("completion", () => new { Shell = shell, Script = Scripts[shell] });
        });
        return command;
    }

    /// <summary>Suggests words as people write them: values of an enumeration in lower case, and of the ways to ask for help none that is at home elsewhere.</summary>
    public static void Tidy(Command command)
    {
        foreach (var option in command.Options)
        {
            if (option is HelpOption && !OperatingSystem.IsWindows())
            {
                option.Aliases.Remove("/h");
                option.Aliases.Remove("/?");
            }

            if ((Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType) is not { IsEnum: true } words)
                continue;
            option.CompletionSources.Clear();
            option.CompletionSources.Add([.. Enum.GetNames(words).Select(name => name.ToLowerInvariant())]);
        }

        foreach (var child in command.Subcommands)
            Tidy(child);
    }

    /// <summary>The recipes, also after a comma.</summary>
    public static IEnumerable<CompletionItem> RecipesOf(CompletionContext context)
    {
        var before = context.WordToComplete[..(context.WordToComplete.LastIndexOf(',') + 1)];
        return RecipeCatalog.Names.Select(name => new CompletionItem(before + name));
    }
}
