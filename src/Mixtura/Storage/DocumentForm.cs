using Mixtura.Data;
using Mixtura.Gaussian;

namespace Mixtura.Storage;

/// <summary>From a model to its document and back, with every field checked on the way in.</summary>
internal static class DocumentForm
{
    /// <summary>The document of a model, without its fit: version 2 with variances where there are no correlations.</summary>
    /// <exception cref="InputException">Two features have the same name: the file could not be read again.</exception>
    public static ModelDocument Compact(GaussianMixture model) =>
        IsCompact(model)
            ? Frame(model) with { Version = ModelFile.VariancesVersion, Variances = VariancesOf(model) }
            : Of(model);

    /// <summary>Whether variances say all of a model's covariances.</summary>
    public static bool IsCompact(GaussianMixture model) => !model.Covariance.Storage.HasCorrelations;

    /// <summary>The document of a model with full covariances, without its fit.</summary>
    /// <exception cref="InputException">Two features have the same name: the file could not be read again.</exception>
    public static ModelDocument Of(GaussianMixture model) => Frame(model) with { Covariances = CovariancesOf(model) };

    private static ModelDocument Frame(GaussianMixture model)
    {
        CheckDiffer(model.FeatureNames, "model");
        return new ModelDocument
        {
            Format = ModelFile.Format,
            Version = ModelFile.Version,
            Features = [.. Enumerable.Range(0, model.Features).Select(model.FeatureName)],
            CovarianceStructure = model.Covariance.Name,
            Weights = model.Weights.ToArray(),
            Means = RowsOf(model.Means),
        };
    }

    public static StoredModel Read(ModelDocument document, string name)
    {
        CheckKind(document, name);
        var structure = CovarianceStructure.Find(Required(document.CovarianceStructure, "covarianceStructure", name))
            ?? throw new InputException(
                $"{name}: the covariance structure is '{document.CovarianceStructure}'. Known are {string.Join(", ", CovarianceStructure.All)}.");
        var features = document.Features is null ? null : FeaturesOf(document, name);
        var model = MixtureOf(document.Weights, document.Means, document.Covariances, document.Variances, structure, features, string.Empty, name);
        return new StoredModel(model, document.Fit is { } fit ? FitForm.Read(fit, model, name) : null);
    }

    /// <summary>The names of the features, all different.</summary>
    public static IReadOnlyList<string> FeaturesOf(ModelDocument document, string name)
    {
        var features = Texts(Required(document.Features, "features", name), "features", name);
        CheckDiffer(features, name);
        return features;
    }

    /// <summary>A mixture from its fields, variances or covariances.</summary>
    public static GaussianMixture MixtureOf(
        double[]? weights, double[][]? means, double[][][]? covariances, double[][]? variances, CovarianceStructure structure, IReadOnlyList<string>? features, string place, string name)
    {
        var checkedWeights = Required(weights, place + "weights", name);
        var checkedMeans = Matrix(Required(means, place + "means", name), place + "means", name);
        if (covariances is null && variances is not null)
        {
            var checkedVariances = Matrix(variances, place + "variances", name);
            return Build(() => GaussianMixture.Create(checkedWeights, checkedMeans, checkedVariances, structure, features), name);
        }

        var matrices = Required(covariances, place + "covariances", name)
            .Select((rows, k) => Matrix(rows, $"{place}covariances[{k}]", name)).ToArray();
        return Build(() => GaussianMixture.Create(checkedWeights, checkedMeans, matrices, structure, features), name);
    }

    /// <summary>Texts of which none is null.</summary>
    public static IReadOnlyList<string> Texts(IReadOnlyList<string?> values, string field, string name) =>
        [.. values.Select((value, i) => value ?? throw new InputException($"{name}: '{field}[{i}]' is null. Write a text there."))];

    /// <summary>Features are found by their names: all must differ.</summary>
    /// <exception cref="InputException">Two do not.</exception>
    public static void CheckDiffer(IReadOnlyList<string> features, string name)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (features.FirstOrDefault(feature => !seen.Add(feature)) is { } twice)
        {
            throw new InputException($"{name}: two 'features' are named '{twice}'. Give every feature a name of its own.");
        }
    }

    private static GaussianMixture Build(Func<GaussianMixture> create, string name)
    {
        try
        {
            return create();
        }
        catch (InputException exception)
        {
            throw exception.At(name);
        }
    }

    /// <summary>The fault of a file that holds no model.</summary>
    public static InputException NoModel(string finding, Exception? innerException = null) =>
        new(InputFault.NoModel, finding, "Give a file that ModelFile.Save wrote.", innerException);

    private static void CheckKind(ModelDocument document, string name)
    {
        if (!string.Equals(document.Format, ModelFile.Format, StringComparison.Ordinal))
        {
            throw NoModel($"{name}: the format is '{document.Format ?? "(none)"}', expected {string.Join(" or ", ModelFormats.Names.Select(static one => $"'{one}'"))}.");
        }

        CheckVersion(document, name);
    }

    /// <summary>Whether this program reads the version of the format.</summary>
    /// <exception cref="InputException">It does not.</exception>
    public static void CheckVersion(ModelDocument document, string name)
    {
        if (document.Version is not (ModelFile.Version or ModelFile.VariancesVersion))
        {
            throw new InputException($"{name}: the format's version is {document.Version?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "(none)"}, this program reads versions {ModelFile.Version} and {ModelFile.VariancesVersion}. Use the program that wrote it, or fit again.");
        }
    }

    private static T Required<T>(T? value, string field, string name)
        where T : class =>
        value ?? throw NoModel($"{name}: the field '{field}' is missing. The file may be cut off.");

    private static RowMatrix Matrix(double[][]? rows, string field, string name)
    {
        if (rows is null || rows.Length == 0 || rows.Any(row => row is null || row.Length == 0 || row.Length != rows[0].Length))
        {
            throw new InputException($"{name}: '{field}' is not a matrix: it is empty or its rows differ in length. Give rows of equal length.");
        }

        return RowMatrix.Copy(rows);
    }

    /// <summary>Σₖ of every component.</summary>
    public static double[][][] CovariancesOf(GaussianMixture model) => [.. Enumerable.Range(0, model.Components).Select(k => RowsOf(model.CovarianceOf(k)))];

    /// <summary>The variances of every component.</summary>
    public static double[][] VariancesOf(GaussianMixture model) => [.. Enumerable.Range(0, model.Components).Select(model.VariancesOf)];

    /// <summary>The rows of a matrix.</summary>
    public static double[][] RowsOf(RowMatrix matrix) => [.. Enumerable.Range(0, matrix.Rows).Select(i => matrix.Row(i).ToArray())];
}
