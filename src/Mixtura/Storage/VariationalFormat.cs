using System.Text.Json;
using Mixtura.Bayesian;
using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Storage;

/// <summary>Variational mixtures: the expected parameters where a Gaussian mixture has its own, in <c>posterior</c> αₖ, βₖ, mₖ, νₖ, Wₖ, in <c>prior</c> every number of it.</summary>
/// <remarks>The model is made of <c>covariances</c>, (νₖWₖ)⁻¹, whose bits the E-step had; what is said twice must agree.</remarks>
internal sealed class VariationalFormat() : ModelFormat("mixtura.variational-gaussian-mixture", "variational-gaussian")
{
    // of a number, or of a matrix's diagonal: more than the digits that other programs may have written
    private const double Tolerance = 1e-6;

    private const string Dirichlet = "dirichlet";
    private const string Process = "dirichlet-process";
    private const string Remedy = "Write both alike, or fit again.";

    /// <inheritdoc/>
    public override void Write(Mixture model, Utf8JsonWriter writer)
    {
        var variational = (VariationalGaussianMixture)model;
        var expected = variational.ToGaussianMixture();
        int k = model.Components;
        int d = model.Features;
        writer.WriteString("covarianceStructure", expected.Covariance.Name);
        ModelText.Write(writer, "weights", expected.Weights.Span, [k]);
        ModelText.Write(writer, "means", expected.Means.Values.Span, [k, d]);
        ModelText.Write(writer, "covariances", [.. Enumerable.Range(0, k).SelectMany(c => expected.CovarianceOf(c).Values.ToArray())], [k, d, d]);
        WritePosterior(variational, writer);
        WritePrior(variational.Prior, writer);
    }

    /// <inheritdoc/>
    public override Mixture Read(JsonElement root, IReadOnlyList<string> features, string file)
    {
        var fields = new FieldReader(root, string.Empty, file);
        var structure = StructureOf(fields.Text("covarianceStructure"), file);
        var expected = Expected(fields, structure, features, file);
        var priors = PriorOf(fields.Object("prior"), structure, expected.Components, features.Count);
        var prior = Checked(() => new VariationalPrior(priors, features.Count), $"{file}: 'prior'");
        var model = ModelOf(expected, prior, fields.Object("posterior"));
        CheckAgrees(model, expected, fields.Object("posterior"));
        return model;
    }

    // variances stand for the covariances where there are no correlations, as in a Gaussian mixture's file
    private static GaussianMixture Expected(FieldReader fields, CovarianceStructure structure, IReadOnlyList<string> features, string file)
    {
        double[] weights = fields.Vector("weights");
        int k = weights.Length;
        int d = features.Count;
        var means = new RowMatrix(fields.Numbers("means", k, d), d);
        if (!structure.HasCorrelations && !fields.Has("covariances") && fields.Has("variances"))
        {
            var variances = new RowMatrix(fields.Numbers("variances", k, d), d);
            return Checked(() => GaussianMixture.Create(weights, means, variances, structure, features), file);
        }

        var covariances = Matrices(fields.Numbers("covariances", k, d, d), d);
        return Checked(() => GaussianMixture.Create(weights, means, covariances, structure, features), file);
    }

    private static VariationalGaussianMixture ModelOf(GaussianMixture expected, VariationalPrior prior, FieldReader posterior)
    {
        int k = expected.Components;
        double least = prior.Storage.HasCorrelations ? prior.Features - 1 : 0;
        var weights = (posterior.Above(0, "weightConcentration", k), prior.IsProcess ? posterior.Above(0, "stickRemainder", k) : []);

        // a copy: a posterior puts its own weights and offsets in
        var surrogate = expected.Parameters.Reordered([.. Enumerable.Range(0, k)]);
        var whole = new VariationalPosterior(prior, surrogate, weights, posterior.Above(0, "meanPrecision", k), posterior.Above(least, "degreesOfFreedom", k));
        return new VariationalGaussianMixture(whole, prior, expected.FeatureNames);
    }

    private static VariationalOptions PriorOf(FieldReader prior, CovarianceStructure structure, int k, int d) => new()
    {
        WeightConcentrations = prior.Has("weightConcentrations") ? prior.Above(0, "weightConcentrations", k) : null,
        ConcentrationPrior = prior.Has("concentrationPrior") && prior.Object("concentrationPrior") is var gamma ? (gamma.Above(0, "shape")[0], gamma.Above(0, "rate")[0]) : null,
        Covariance = structure,
        WeightPrior = prior.Text("weightPrior") switch
        {
            Dirichlet => WeightPrior.Dirichlet,
            Process => WeightPrior.DirichletProcess,
            string other => throw prior.Wrong("weightPrior", $"'{other}'", $"Give '{Dirichlet}' or '{Process}'."),
        },
        WeightConcentration = prior.Above(0, "weightConcentration")[0],
        MeanPrecision = prior.Above(0, "meanPrecision")[0],
        Mean = prior.Numbers("mean", d),
        DegreesOfFreedom = prior.Number("degreesOfFreedom"),
        InverseScale = new RowMatrix(prior.Numbers("inverseScale", d, d), d),
    };

    private static CovarianceStructure StructureOf(string name, string file) =>
        CovarianceStructure.Find(name) is { } structure && VariationalOptions.Structures.Contains(structure)
            ? structure
            : throw DocumentForm.NoModel($"{file}: the covariance structure is '{name}'. A variational mixture has {string.Join(", ", VariationalOptions.Structures)}.");

    // what the file says twice
    private static void CheckAgrees(VariationalGaussianMixture model, GaussianMixture expected, FieldReader posterior)
    {
        double[] concentrations = posterior.Numbers("weightConcentration", model.Components);
        for (int k = 0; k < model.Components; k++)
        {
            double weight = expected.Weights.Span[k];
            if (!(Math.Abs(model.Weights.Span[k] - weight) <= Tolerance))
            {
                throw posterior.Wrong($"weightConcentration[{k}]", $"{concentrations[k]}", $"It makes a weight of {model.Weights.Span[k]}, where 'weights[{k}]' is {weight}. {Remedy}");
            }
        }

        CheckMeans(expected, posterior);
        CheckScales(model, posterior);
    }

    private static void CheckMeans(GaussianMixture expected, FieldReader posterior)
    {
        int d = expected.Features;
        double[] means = posterior.Numbers("means", expected.Components, d);
        for (int i = 0; i < means.Length; i++)
        {
            double mean = expected.Means.Values.Span[i];
            if (!(Math.Abs(means[i] - mean) <= Tolerance * (Math.Abs(mean) + Math.Sqrt(expected.VariancesOf(i / d)[i % d]))))
            {
                throw posterior.Wrong($"means[{i / d}][{i % d}]", $"{means[i]}", $"'means[{i / d}][{i % d}]' of the file itself is {mean}. {Remedy}");
            }
        }
    }

    private static void CheckScales(VariationalGaussianMixture model, FieldReader posterior)
    {
        int d = model.Features;
        double[] scales = posterior.Numbers("scaleMatrices", model.Components, d, d);
        for (int k = 0; k < model.Components; k++)
        {
            var scale = model.ScaleMatrix(k);
            for (int i = 0; i < d * d; i++)
            {
                double found = scales[(k * d * d) + i];
                if (!(Math.Abs(found - scale[i / d, i % d]) <= Tolerance * Math.Sqrt(scale[i / d, i / d]) * Math.Sqrt(scale[i % d, i % d])))
                {
                    throw posterior.Wrong($"scaleMatrices[{k}][{i / d}][{i % d}]", $"{found}", $"'covariances[{k}]' and 'degreesOfFreedom[{k}]' make it {scale[i / d, i % d]}. {Remedy}");
                }
            }
        }
    }

    private static T Checked<T>(Func<T> make, string place)
    {
        try
        {
            return make();
        }
        catch (InputException failure)
        {
            throw failure.At(place);
        }
    }

    private static RowMatrix[] Matrices(double[] values, int d) =>
        [.. Enumerable.Range(0, values.Length / (d * d)).Select(k => new RowMatrix(values.AsMemory(k * d * d, d * d), d))];

    private static void WritePosterior(VariationalGaussianMixture model, Utf8JsonWriter writer)
    {
        int k = model.Components;
        int d = model.Features;
        writer.WriteStartObject("posterior");
        Write(writer, "weightConcentration", model.WeightConcentration);
        if (model.StickRemainder.Count > 0)
        {
            Write(writer, "stickRemainder", model.StickRemainder);
        }

        Write(writer, "meanPrecision", model.MeanPrecision);
        ModelText.Write(writer, "means", model.Means.Values.Span, [k, d]);
        Write(writer, "degreesOfFreedom", model.DegreesOfFreedom);
        ModelText.Write(writer, "scaleMatrices", [.. Enumerable.Range(0, k).SelectMany(c => model.ScaleMatrix(c).Values.ToArray())], [k, d, d]);
        writer.WriteEndObject();
    }

    private static void WritePrior(PriorValues prior, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("prior");
        writer.WriteString("weightPrior", prior.WeightPrior == WeightPrior.DirichletProcess ? Process : Dirichlet);
        writer.WriteNumber("weightConcentration", prior.WeightConcentration);
        if (prior.WeightConcentrations is { } own)
        {
            Write(writer, "weightConcentrations", own);
        }

        if (prior.ConcentrationPrior is { } gamma)
        {
            writer.WriteStartObject("concentrationPrior");
            writer.WriteNumber("shape", gamma.Shape);
            writer.WriteNumber("rate", gamma.Rate);
            writer.WriteEndObject();
        }

        writer.WriteNumber("meanPrecision", prior.MeanPrecision);
        Write(writer, "mean", prior.Mean);
        writer.WriteNumber("degreesOfFreedom", prior.DegreesOfFreedom);
        ModelText.Write(writer, "inverseScale", prior.InverseScale.Values.Span, [prior.InverseScale.Rows, prior.InverseScale.Columns]);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<double> values) => ModelText.Write(writer, name, [.. values], [values.Count]);
}
