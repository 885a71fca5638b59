using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Mixtura.Cli.Tests.Docs;

/// <summary>The table "equation → code" of docs/article.md against the library's documentation comments.</summary>
public partial class EquationTests
{
    private static readonly Lazy<ILookup<string, XElement>> Members = new(ReadMembers);

    [Fact]
    public void Table_NamesEveryEquationFrom2To19()
    {
        Assert.Equal(Enumerable.Range(1, 19), Rows().Select(static row => row.Equation).Distinct().Order());
    }

    [Fact]
    public void Table_NamesMembersWhoseDocumentationNamesTheEquation()
    {
        Assert.All(Rows(), static row =>
        {
            var documentation = Members.Value[row.Member].ToArray();
            Assert.True(documentation.Length > 0, $"There is no documented {row.Member}.");
            Assert.True(
                documentation.Any(element => EquationsIn(element.Value).Contains(row.Equation)),
                $"The documentation of {row.Member} does not name equation {row.Equation}.");
        });
    }

    // | 6 | … | `Type.Member`, `Type.Member` |
    private static IEnumerable<(int Equation, string Member)> Rows() =>
        from line in Repository.Read("docs/article.md").Split('\n')
        let cells = line.Split('|', StringSplitOptions.TrimEntries)
        where cells.Length >= 5 && int.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out _)
        from Match member in Code().Matches(cells[^2])
        select (int.Parse(cells[1], CultureInfo.InvariantCulture), member.Groups["name"].Value);

    private static ILookup<string, XElement> ReadMembers()
    {
        string path = Path.ChangeExtension(typeof(Mixtura.Gaussian.GaussianMixture).Assembly.Location, ".xml");
        return XDocument.Load(path).Descendants("member")
            .ToLookup(static member => ShortName((string)member.Attribute("name")!), StringComparer.Ordinal);
    }

    // M:Mixtura.Gaussian.GaussianMixture.Fit(…) → GaussianMixture.Fit, T:Mixtura.Estimation.IStatistics`1 → IStatistics
    private static string ShortName(string id)
    {
        string name = Arity().Replace(id[2..].Split('(')[0], string.Empty);
        var parts = name.Split('.');
        return string.Join('.', parts[^(id[0] == 'T' ? 1 : 2)..]);
    }

    private static IEnumerable<int> EquationsIn(string text)
    {
        foreach (Match list in Reference().Matches(text))
        {
            foreach (Match range in Range().Matches(list.Value))
            {
                int first = int.Parse(range.Groups["first"].Value, CultureInfo.InvariantCulture);
                int last = range.Groups["last"].Success ? int.Parse(range.Groups["last"].Value, CultureInfo.InvariantCulture) : first;
                for (int equation = first; equation <= last; equation++)
                {
                    yield return equation;
                }
            }
        }
    }

    [GeneratedRegex("`(?<name>[A-Za-z.]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"`+\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Arity();

    // "eq. 6", "eqs. 6, 14", "eqs. 16–18", "eqs. 17 and 18"; not "eqs. 2.92–2.98", which are another book's
    [GeneratedRegex(@"eqs?\. \d+(?!\.\d|\d)((–|, | and )\d+(?!\.\d|\d))*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();

    [GeneratedRegex(@"(?<first>\d+)(–(?<last>\d+))?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Range();
}
