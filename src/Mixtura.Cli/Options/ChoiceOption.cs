using System.CommandLine;

namespace Mixtura.Cli.Options;

/// <summary>Options that are one of a few words.</summary>
internal static class ChoiceOption
{
    public static Option<string?> Of(string name, string helpName, string description, params string[] choices)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = helpName };
        option.Validators.Add(result =>
        {
            string text = result.GetValueOrDefault<string?>() ?? string.Empty;
            if (!choices.Contains(text, StringComparer.OrdinalIgnoreCase))
            {
                result.AddError($"{name} is '{text}'. Known are {string.Join(", ", choices)}.");
            }
        });
        option.CompletionSources.Add(choices);
        return option;
    }

    /// <summary><c>--format text|json</c>.</summary>
    public static Option<string?> Format(string description) => Of("--format", "text|json", description, "text", "json");
}
