using System.CommandLine;
using System.Text;
using Mixtura.Data;
using Mixtura.IO;

namespace Mixtura.Cli.Options;

/// <summary>How a text is written, where what is found is not right.</summary>
internal sealed class TextOptions
{
    private static readonly Dictionary<string, char> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["comma"] = ',',
        ["semicolon"] = ';',
        ["tab"] = '\t',
        ["\\t"] = '\t',
        ["blank"] = ' ',
        ["space"] = ' ',
        ["pipe"] = '|',
        ["point"] = '.',
        ["apostrophe"] = '\'',
        ["no-break"] = '\u00A0',
    };

    private readonly Option<string?> delimiter = Sign("--delimiter", "The character between fields, or tab, blank (runs of them). Default: found.");
    private readonly Option<string?> decimalSign = ChoiceOption.Of("--decimal", "SIGN", "The sign before decimals: . or , – Default: found.", ".", ",", "point", "comma");
    private readonly Option<string?> thousands = Sign("--thousands", "The sign between groups of three digits: , . blank apostrophe no-break. Default: found.");
    private readonly Option<bool> header = new("--header") { Description = "The first line is names, not a row. Default: found." };
    private readonly Option<bool> noHeader = new("--no-header") { Description = "The first line is a row, not names. Default: found." };
    private readonly Option<string?> encoding = new("--encoding") { Description = "The encoding of the text, such as windows-1252. Default: UTF-8, or what a byte order mark says; Windows-1252 where it is not UTF-8.", HelpName = "NAME" };
    private readonly Option<int?> skip = NumberOption.Whole("--skip-lines", 0, "Lines to pass over at the beginning. Default: 0.");
    private readonly Option<string?> comment = Sign("--comment", "Lines that begin with this character are passed over. Default: #, where the text has such lines.");

    public TextOptions()
    {
        noHeader.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<bool>() && result.GetValue(header))
            {
                result.AddError("--header and --no-header contradict each other. Leave one out.");
            }
        });
        encoding.Validators.Add(static result =>
        {
            Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
            string name = result.GetValueOrDefault<string?>() ?? string.Empty;
            try
            {
                Encoding.GetEncoding(name);
            }
            catch (ArgumentException)
            {
                result.AddError($"--encoding is '{name}', which is not known. Give a name such as utf-8, windows-1252, utf-16 or shift_jis.");
            }
        });
    }

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { delimiter, decimalSign, thousands, header, noHeader, encoding, skip, comment })
        {
            command.Add(option);
        }
    }

    /// <summary>The options of the library with these.</summary>
    /// <exception cref="InputException">A sign cannot be what it is said to be.</exception>
    public RowFileOptions Apply(ParseResult parsed, RowFileOptions options)
    {
        char? between = CharacterOf(parsed.GetValue(delimiter));
        char? sign = CharacterOf(parsed.GetValue(decimalSign));
        char? groups = CharacterOf(parsed.GetValue(thousands));
        if (sign is not null && sign == groups)
        {
            throw new InputException($"--decimal and --thousands are both '{sign}'. Name two signs, or leave one out.");
        }

        try
        {
            return options with
            {
                Delimiter = between,
                DecimalSign = sign,
                Thousands = groups,
                Header = parsed.GetValue(header) ? true : parsed.GetValue(noHeader) ? false : null,
                Encoding = parsed.GetValue(encoding),
                SkipLines = parsed.GetValue(skip) ?? 0,
                Comment = CharacterOf(parsed.GetValue(comment)),
            };
        }
        catch (ArgumentException failure)
        {
            throw new InputException($"--delimiter is '{between}', which cannot separate numbers. Use one of , ; | tab or blank.", failure);
        }
    }

    private static char? CharacterOf(string? text) => text is null ? null : Words.TryGetValue(text, out char known) ? known : text[0];

    private static Option<string?> Sign(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "SIGN" };
        option.Validators.Add(result =>
        {
            string text = result.GetValueOrDefault<string?>() ?? string.Empty;
            if (text.Length != 1 && !Words.ContainsKey(text))
            {
                result.AddError($"{name} is '{text}'. Give one character, or a word: {string.Join(", ", Words.Keys.Where(static word => char.IsAsciiLetter(word[0])))}.");
            }
        });
        return option;
    }
}
