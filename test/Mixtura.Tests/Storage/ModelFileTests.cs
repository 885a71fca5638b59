using System.Text;
using System.Text.Json.Nodes;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Storage;
using Mixtura.Tests.Laws;
using Mixtura.Tests.References;

namespace Mixtura.Tests.Storage;

/// <summary>A model file that cannot be used is refused with its name, what was found and what to do.</summary>
public class ModelFileTests
{
    private static readonly byte[] Valid = Save();

    [Fact]
    public void File_SaysWhatItIs()
    {
        var json = JsonNode.Parse(Valid)!;
        Assert.Equal("mixtura.gaussian-mixture", (string?)json["format"]);
        Assert.Equal(1, (int?)json["version"]);
        Assert.Equal("full", (string?)json["covarianceStructure"]);
        Assert.Equal(["eruptions", "waiting"], json["features"]!.AsArray().Select(static name => (string)name!));
        Assert.Equal("converged", (string?)json["fit"]!["stopReason"]);
        Assert.Equal(272, (int?)json["fit"]!["rows"]);
    }

    [Fact]
    public void SavedTwice_GivesTheSameBytes()
    {
        using var stream = new MemoryStream(Valid);
        using var again = new MemoryStream();
        ModelFile.Save(ModelFile.Load(stream), again);
        Assert.Equal(Encoding.UTF8.GetString(Valid), Encoding.UTF8.GetString(again.ToArray()));
    }

    [Fact]
    public void PathAndStarts_ComeBackAsTheyWere()
    {
        var fit = GaussianMixture.Fit(ReferenceFile.Rows("iris.csv"), 3, new GaussianMixtureOptions { Em = new EmOptions { KeepPath = true } });
        using var stream = new MemoryStream();
        ModelFile.Save(fit, stream);
        stream.Position = 0;
        var record = ModelFile.Load(stream).Fit!;
        Assert.Equal(fit.Trace.Count, record.Path.Count);
        foreach (var (kept, loaded) in fit.Path.Zip(record.Path))
        {
            Fits.SameBits(kept, Assert.IsType<GaussianMixture>(loaded));
        }

        Assert.Equal(FitRecord.Of(fit).Starts, record.Starts);
    }

    public static TheoryData<string, string, string> PathFaults => new()
    {
        { "path", "[null]", "the field 'fit.path[0].weights' is missing" },
        { "path", "[{\"weights\": [1], \"means\": [[1, 2]], \"covariances\": [[[1, 0], [0, 1]]]}]", "'fit.path[0]' has 1 component over 2 features, the model 2 over 2" },
        { "path", "[{\"weights\": [0.5, 0.5], \"means\": [[1, 2]]}]", "the field 'fit.path[0].covariances' is missing" },
        { "starts", "[{}]", "the field 'fit.starts[0].iterations' is missing" },
        { "starts", "[null]", "the field 'fit.starts[0].iterations' is missing" },
    };

    [Theory]
    [MemberData(nameof(PathFaults))]
    public void WrongPathOrStart_IsNamed(string field, string value, string expected) =>
        Assert.Contains(expected, Refusal(WithFit(fit => fit[field] = JsonNode.Parse(value))), StringComparison.Ordinal);

    [Fact]
    public void TruncatedFile_IsRefusedWhereverItIsCut()
    {
        for (int length = 0; length < Valid.Length; length += 37)
        {
            string message = Refusal(Valid[..length]);
            Assert.Contains("old.json", message, StringComparison.Ordinal);
            Assert.Contains("cut off", message, StringComparison.Ordinal);
        }
    }

    public static TheoryData<string, string?, string> Faults => new()
    {
        { "format", "\"another\"", "the format is 'another', expected 'mixtura.gaussian-mixture'" },
        { "format", null, "the format is '(none)'" },
        { "version", "3", "version is 3, this program reads versions 1 and 2" },
        { "version", null, "version is (none)" },
        { "covarianceStructure", "\"round\"", "the covariance structure is 'round'. Known are EII, spherical, EEI" },
        { "covarianceStructure", null, "the field 'covarianceStructure' is missing" },
        { "weights", null, "the field 'weights' is missing" },
        { "means", null, "the field 'means' is missing" },
        { "covariances", null, "the field 'covariances' is missing" },
        { "weights", "[0.5, 0.6]", "The weights sum to 1.1" },
        { "weights", "[1.5, -0.5]", "The weight of component 1 is -0.5" },
        { "weights", "[1]", "There is 1 weight, 2 means" },
        { "weights", "[\"a\", 1]", "$.weights" },
        { "means", "[[1, 2], [3]]", "'means' is not a matrix" },
        { "means", "[]", "'means' is not a matrix" },
        { "means", "[[1, 2], null]", "'means' is not a matrix" },
        { "covariances", "[[[1, 2], [2, 1]], [[1, 0], [0, 1]]]", "The covariance of component 0 is not positive definite" },
        { "covariances", "[[[1, 0], [0, 1]], [[0, 0], [0, 1]]]", "The covariance of component 1 is not positive definite" },
        { "covariances", "[[[1, 0.5], [0, 1]], [[1, 0], [0, 1]]]", "The covariance of component 0 is not symmetric" },
        { "covariances", "[[[1]], [[1]]]", "The covariance of component 0 is 1×1, its mean has 2 features" },
        { "covariances", "[null, [[1, 0], [0, 1]]]", "covariances[0]" },
        { "features", "[null, \"b\"]", "'features[0]' is null" },
        { "features", "[\"b\", \"b\"]", "two 'features' are named 'b'" },
        { "fit", "{}", "the field 'fit.method' is missing" },
        { "fit", "[]", "$.fit" },
        { "features", "[\"a\"]", "There is 1 feature name for 2 features" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void WrongField_IsNamed(string field, string? value, string expected)
    {
        var json = JsonNode.Parse(Valid)!.AsObject();
        json.Remove(field);
        if (value is not null)
        {
            json[field] = JsonNode.Parse(value);
        }

        string message = Refusal(Encoding.UTF8.GetBytes(json.ToJsonString()));
        Assert.StartsWith("old.json: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("eruptions,waiting\n3.6,79\n")]
    [InlineData("{}")]
    public void AnotherKindOfFile_IsRefused(string text) => Assert.StartsWith("old.json: ", Refusal(Encoding.UTF8.GetBytes(text)), StringComparison.Ordinal);

    [Fact]
    public void WrongStructure_IsRefused()
    {
        var json = JsonNode.Parse(Valid)!.AsObject();
        json["covarianceStructure"] = "tied";
        Assert.Contains("is not tied", Refusal(Encoding.UTF8.GetBytes(json.ToJsonString())), StringComparison.Ordinal);
    }

    [Fact]
    public void ModelWrittenByHand_NeedsNoFit()
    {
        var json = JsonNode.Parse(Valid)!.AsObject();
        json.Remove("fit");
        json.Remove("features");
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json.ToJsonString()));
        var stored = ModelFile.Load(stream);
        Assert.Null(stored.Fit);
        Assert.Equal(2, stored.Model.Components);
    }

    [Theory]
    [InlineData("method")]
    [InlineData("rows")]
    [InlineData("totalWeight")]
    [InlineData("iterations")]
    [InlineData("stopReason")]
    [InlineData("parameters")]
    [InlineData("init")]
    [InlineData("restarts")]
    [InlineData("seed")]
    [InlineData("version")]
    public void WhatEveryFitKnows_MustBeThere(string field)
    {
        foreach (bool isNull in new[] { false, true })
        {
            string message = Refusal(WithFit(fit =>
            {
                fit.Remove(field);
                if (isNull)
                {
                    fit[field] = null;
                }
            }));
            Assert.StartsWith($"old.json: the field 'fit.{field}' is missing", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void MissingListsAreEmptyAndMissingBoundsAreNaN()
    {
        using var stream = new MemoryStream(WithFit(static fit =>
        {
            foreach (string field in new[] { "trace", "warnings", "aic", "lowerBound" })
            {
                fit.Remove(field);
            }
        }));
        var fit = ModelFile.Load(stream).Fit!;
        Assert.Empty(fit.Trace);
        Assert.Empty(fit.Warnings);
        Assert.True(double.IsNaN(fit.Aic) && double.IsNaN(fit.LowerBound));
        using var again = new MemoryStream();
        ModelFile.Save(new StoredModel(GaussianMixture.Fit(ReferenceFile.Rows("faithful.csv"), 1).Model, fit), again);
        Assert.NotEqual(0, again.Length);
    }

    [Fact]
    public void NullWarning_IsRefused() =>
        Assert.Contains("'fit.warnings[0]' is null", Refusal(WithFit(static fit => fit["warnings"] = new JsonArray((JsonNode?)null))), StringComparison.Ordinal);

    [Fact]
    public void SharedFeatureNames_AreNotSaved()
    {
        var model = GaussianMixture.Fit(new MemoryRows(ReferenceFile.Rows("faithful.csv"), null, ["a", "a"]), 1).Model;
        using var stream = new MemoryStream();
        Assert.Contains("'a'", Assert.Throws<InputException>(() => ModelFile.Save(model, stream)).Message, StringComparison.Ordinal);
        Assert.Equal(0, stream.Length);
    }

    private static byte[] WithFit(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(Valid)!.AsObject();
        change(json["fit"]!.AsObject());
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private static string Refusal(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return Assert.Throws<InputException>(() => ModelFile.Load(stream, "old.json")).Message;
    }

    private static byte[] Save()
    {
        var rows = new MemoryRows(ReferenceFile.Rows("faithful.csv"), null, ["eruptions", "waiting"]);
        using var stream = new MemoryStream();
        ModelFile.Save(GaussianMixture.Fit(rows, 2), stream);
        return stream.ToArray();
    }
}
