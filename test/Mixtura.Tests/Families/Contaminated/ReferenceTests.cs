using System.Text.Json;
using Mixtura.Data;
using Mixtura.Families.Contaminated;
using Mixtura.Mixtures;
using Mixtura.Tests.Generated;
using Mixtura.Tests.References;

namespace Mixtura.Tests.Families.Contaminated;

/// <summary>Plain EM, step by step, against an independent program, which goes through the rows where the library has their moments.</summary>
public class ReferenceTests
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string structure in (string[])["full", "tied", "diagonal", "EII"])
            {
                data.Add("fits", structure);
                data.Add("missing", structure);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EmSteps_AreTheReferences(string fits, string structure)
    {
        var reference = ReferenceFile.Json("contaminated.json");
        var rows = new MemoryRows(fits == "fits" ? ReferenceFile.Rows("contaminated.csv") : Gapped());
        var family = new ContaminatedFamily(Shapes.Structure(structure));
        var start = family.Create(Read(reference.GetProperty("initial"), family.Structure.HasCorrelations));
        foreach (var step in reference.GetProperty(fits).GetProperty(structure).EnumerateArray())
        {
            int iterations = step.Integer("iterations");
            var result = FamilyRuns.Plain(family, start, rows, iterations);
            Agree.Relatively(step.Number("loglik"), result.LowerBound, 1e-12, $"log-likelihood after {iterations}");
            var expected = Read(step, family.Structure.HasCorrelations);
            foreach (var array in family.Describe(result.Model))
            {
                Agree.Within([.. expected[array.Name].Values], [.. array.Values], 1e-8, $"{array.Name} after {iterations}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AcceleratedEm_EndsNoLower(string fits, string structure)
    {
        var reference = ReferenceFile.Json("contaminated.json");
        var rows = new MemoryRows(fits == "fits" ? ReferenceFile.Rows("contaminated.csv") : Gapped());
        var kind = ContaminatedMixture.Kind(Shapes.Structure(structure));
        var start = kind.Create(Read(reference.GetProperty("initial"), Shapes.Structure(structure).HasCorrelations));
        var fit = kind.Fit(rows, 2, new MixtureOptions { Start = start, Missing = MissingCells.IntegrateOut });
        Assert.True(fit.LowerBound >= reference.GetProperty(fits).GetProperty(structure).EnumerateArray().Last().Number("loglik") - 1e-6, $"{fit.LowerBound:R}");
        Assert.InRange(fit.DataPasses, 1, 150);
    }

    private static RowMatrix Gapped() => RowMatrix.Copy([.. ReferenceFile.Lines("contaminated-missing.csv").Skip(1).Select(static line =>
        line.Split(',').Select(static cell => cell.Length == 0 ? double.NaN : double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture)).ToArray())]);

    private static Dictionary<string, ParameterArray> Read(JsonElement json, bool hasCorrelations)
    {
        double[][][] matrices = [.. json.GetProperty("covariances").EnumerateArray().Select(static matrix => matrix.Rows())];
        int k = matrices.Length;
        int d = matrices[0].Length;
        ParameterArray[] arrays =
        [
            new("weights", json.GetProperty("weights").Numbers(), k),
            new("means", [.. json.GetProperty("means").Rows().SelectMany(static row => row)], k, d),
            hasCorrelations
                ? new("covariances", [.. matrices.SelectMany(static matrix => matrix.SelectMany(static row => row))], k, d, d)
                : new("variances", [.. matrices.SelectMany(static matrix => matrix.Select(static (row, j) => row[j]))], k, d),
            new("goodShares", json.GetProperty("goodShares").Numbers(), k),
            new("inflations", json.GetProperty("inflations").Numbers(), k),
        ];
        return arrays.ToDictionary(static array => array.Name);
    }
}
