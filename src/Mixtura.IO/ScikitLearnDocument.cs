using System.Text.Json;
using Mixtura.Data;
using Mixtura.IO.Formats;
using Mixtura.Mixtures;
using Mixtura.Storage;

namespace Mixtura.IO;

/// <summary>The attributes of a fitted model of scikit-learn as the model file that says the same, which is then read, and checked, as any other.</summary>
internal sealed class ScikitLearnDocument
{
    public const string Dirichlet = "dirichlet_distribution";
    public const string Process = "dirichlet_process";

    private const string Weights = "weights_";
    private const string Means = "means_";
    private const string Covariances = "covariances_";
    private const string Type = "covariance_type";
    private const string PriorType = "weight_concentration_prior_type";
    private const string Concentration = "weight_concentration_";

    private readonly NpzArrays arrays;
    private readonly string source;
    private readonly Utf8JsonWriter writer;
    private readonly int k;
    private readonly int d;
    private readonly string type;
    private readonly ScikitLearnCovariances form;

    private ScikitLearnDocument(NpzArrays arrays, string source, Utf8JsonWriter writer)
    {
        this.arrays = arrays;
        this.source = source;
        this.writer = writer;
        if (!arrays.Has(Weights) || !arrays.Has(Means) || !arrays.Has(Covariances))
        {
            throw new InputException(
                InputFault.NoModel, $"{source}: is an archive without the attributes of a fitted mixture of scikit-learn ('{Weights}', '{Means}', '{Covariances}').", "Write one with ScikitLearnFile.Save, or in Python by numpy.savez(file, **vars(model)).");
        }

        var means = arrays.Numbers(Means);
        (k, d) = means.Shape is [int rows, int columns] && rows > 0 && columns > 0 ? (rows, columns) : throw Wrong(means, "K×D");
        type = Word(Type, ScikitLearnCovariances.Full, ScikitLearnCovariances.Tied, ScikitLearnCovariances.Diag, ScikitLearnCovariances.Spherical);
        form = new ScikitLearnCovariances(type, k, d);
    }

    /// <summary>Writes the model file.</summary>
    /// <param name="arrays">The attributes.</param>
    /// <param name="source">What messages call the archive.</param>
    /// <param name="stream">Where to.</param>
    public static void Write(NpzArrays arrays, string source, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream);
        new ScikitLearnDocument(arrays, source, json).Write();
    }

    private void Write()
    {
        bool isVariational = arrays.Has(Concentration);
        writer.WriteStartObject();
        writer.WriteString("format", isVariational ? "mixtura.variational-gaussian-mixture" : ModelFile.Format);
        writer.WriteNumber("version", ModelFile.Version);
        WriteFeatures(isVariational);
        writer.WriteString("covarianceStructure", type is ScikitLearnCovariances.Diag ? "diagonal" : type);
        Write("weights", Of(Weights, k));
        writer.WritePropertyName("means");
        Write(RowsOf(arrays.Numbers(Means)));
        WriteCovariances();
        if (isVariational)
        {
            WritePosterior();
            WritePrior();
        }

        writer.WriteEndObject();
    }

    private void WriteFeatures(bool areNeeded)
    {
        string[]? names = arrays.Has("feature_names_in_") ? arrays.Texts("feature_names_in_") : null;
        if (names is null && !areNeeded)
        {
            return;
        }

        writer.WriteStartArray("features");
        foreach (string name in names ?? [.. Enumerable.Range(1, d).Select(static number => $"x{number}")])
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
    }

    private void WriteCovariances()
    {
        var array = Of(Covariances, form.Shape);
        bool isCompact = type is ScikitLearnCovariances.Diag or ScikitLearnCovariances.Spherical;
        writer.WritePropertyName(isCompact ? "variances" : "covariances");
        if (isCompact)
        {
            Write([.. Enumerable.Range(0, k).Select(c => form.Variances(array, c))]);
            return;
        }

        Write([.. Enumerable.Range(0, k).Select(c => form.Matrix(array, c))]);
    }

    private void WritePosterior()
    {
        bool isProcess = IsProcess;
        var concentration = isProcess ? Of(Concentration, 2, k) : Of(Concentration, k);
        var freedoms = arrays.Numbers("degrees_of_freedom_");
        double[] degrees = freedoms.Shape.Count == 0 ? [.. Enumerable.Repeat(freedoms.Values[0], k)] : [.. Of("degrees_of_freedom_", k).Values];
        writer.WriteStartObject("posterior");
        Write("weightConcentration", [.. concentration.Values.Take(k)]);
        if (isProcess)
        {
            Write("stickRemainder", [.. concentration.Values.Skip(k)]);
        }

        Write("meanPrecision", Of("mean_precision_", k));
        writer.WritePropertyName("means");
        Write(RowsOf(arrays.Numbers(Means)));
        Write("degreesOfFreedom", degrees);
        var precisions = Of("precisions_", form.Shape);
        writer.WritePropertyName("scaleMatrices");
        Write([.. Enumerable.Range(0, k).Select(c => Array.ConvertAll(form.Matrix(precisions, c), row => Array.ConvertAll(row, value => value / degrees[c])))]);
        writer.WriteEndObject();
    }

    private void WritePrior()
    {
        var concentration = arrays.Numbers("weight_concentration_prior_");
        writer.WriteStartObject("prior");
        writer.WriteString("weightPrior", IsProcess ? "dirichlet-process" : "dirichlet");
        writer.WriteNumber("weightConcentration", concentration.Values[0]);
        if (concentration.Shape.Count > 0)
        {
            Write("weightConcentrations", Of("weight_concentration_prior_", k));
        }

        writer.WriteNumber("meanPrecision", Of("mean_precision_prior_").Values[0]);
        Write("mean", Of("mean_prior_", d));
        writer.WriteNumber("degreesOfFreedom", Of("degrees_of_freedom_prior_").Values[0]);
        writer.WritePropertyName("inverseScale");
        Write(form.PriorMatrix(Of("covariance_prior_", form.PriorShape)));
        writer.WriteEndObject();
    }

    private bool IsProcess => Word(PriorType, Dirichlet, Process) is Process;

    private string Word(string name, params string[] known) =>
        arrays.Texts(name) is [var word] && known.Contains(word, StringComparer.Ordinal)
            ? word
            : throw new InputException($"{source}: '{name}' is {(arrays.Texts(name) is [var other] ? $"'{other}'" : "no text")}. Known are {string.Join(", ", known)}.");

    private ParameterArray Of(string name, params int[] shape)
    {
        var array = arrays.Numbers(name);
        return array.Shape.SequenceEqual(shape) ? array : throw Wrong(array, shape.Length == 0 ? "one number" : string.Join('×', shape));
    }

    private InputException Wrong(ParameterArray array, string expected) =>
        new($"{source}: '{array.Name}' is {(array.Shape.Count == 0 ? "one number" : string.Join('×', array.Shape))} where {expected} is needed. Write a fitted model's attributes whole: numpy.savez(file, **vars(model)).");

    private static double[][] RowsOf(ParameterArray matrix) => [.. matrix.Values.Chunk(matrix.Shape[1])];

    private void Write(string name, ParameterArray array) => Write(name, [.. array.Values]);

    private void Write(string name, double[] values)
    {
        writer.WritePropertyName(name);
        Write(values);
    }

    private void Write(double[] values)
    {
        writer.WriteStartArray();
        Array.ForEach(values, writer.WriteNumberValue);
        writer.WriteEndArray();
    }

    private void Write(double[][] rows)
    {
        writer.WriteStartArray();
        Array.ForEach(rows, Write);
        writer.WriteEndArray();
    }

    private void Write(double[][][] matrices)
    {
        writer.WriteStartArray();
        Array.ForEach(matrices, Write);
        writer.WriteEndArray();
    }
}
