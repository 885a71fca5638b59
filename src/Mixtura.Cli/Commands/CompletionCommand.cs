using System.CommandLine;
using Mixtura.Cli.Terminal;

namespace Mixtura.Cli.Commands;

/// <summary><c>mixtura completion SHELL</c>: the script by which a shell completes a line. What may come next the command itself says, by the directive <c>[suggest:POSITION]</c>.</summary>
internal sealed class CompletionCommand : ICommand
{
    private const string Bash =
        """
        _mixtura() {
          local word=${COMP_WORDS[COMP_CWORD]} found
          found=$(mixtura "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
          # options only once a dash is typed: what stands here else is a file or one of a few words
          [[ $word == -* ]] || found=$(grep -v '^[-/]' <<< "$found")
          local IFS=$'\n'
          COMPREPLY=( $(compgen -W "$found" -- "$word") )
        }
        complete -o default -F _mixtura mixtura
        """;

    private const string Zsh =
        """
        #compdef mixtura
        _mixtura() {
          local -a found
          found=("${(@f)$(mixtura "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
          # options only once a dash is typed: what stands here else is a file or one of a few words
          [[ $words[CURRENT] == -* ]] || found=(${found:#[-\/]*})
          (( $#found )) && compadd -a found
          _files
        }
        compdef _mixtura mixtura
        """;

    private const string PowerShell =
        """
        Register-ArgumentCompleter -Native -CommandName mixtura -ScriptBlock {
          param($word, $line, $cursor)
          mixtura "[suggest:$cursor]" "$line" 2>$null |
            Where-Object { $_ -like "$word*" -and ($word -like '-*' -or $_ -notmatch '^[-/]') } |
            ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;

    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal) { ["bash"] = Bash, ["zsh"] = Zsh, ["powershell"] = PowerShell };

    private readonly Argument<string> shell = new("SHELL") { Description = "bash, zsh or powershell." };

    public string Examples =>
        """
        mixtura completion bash > ~/.local/share/bash-completion/completions/mixtura
        source <(mixtura completion bash)
        source <(mixtura completion zsh)
        mixtura completion powershell | Out-String | Invoke-Expression
        """;

    public Command Declare()
    {
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        return new Command("completion", "Print the script by which a shell completes this command's lines.") { shell };
    }

    public int Run(ParseResult parsed, CommandStreams streams)
    {
        parsed.InvocationConfiguration.Output.WriteLine(Scripts[parsed.GetRequiredValue(shell)]);
        return ExitCode.Done;
    }
}
