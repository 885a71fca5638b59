using System.IO.Compression;
using System.Text;
using Mixtura.Bayesian;
using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.IO.Formats;
using Mixtura.Storage;

namespace Mixtura.IO;

/// <summary>Gaussian mixtures as scikit-learn has them: an <c>.npz</c> archive of the attributes of a <c>GaussianMixture</c> or, of a variational mixture, a <c>BayesianGaussianMixture</c>, by their names
/// there. NumPy reads it without pickle, and what <c>numpy.savez(file, **vars(model))</c> writes of a fitted one is read here.</summary>
/// <remarks>Of the fourteen structures scikit-learn has four: the others are written in the narrowest of these that holds them, and read as that.</remarks>
public static class ScikitLearnFile
{
    /// <summary>Writes a model, with what is known of its fit.</summary>
    /// <exception cref="InputException">It is of a kind that scikit-learn has not.</exception>
    public static void Save(StoredModel stored, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(stream);
        if (stored.Model is not (GaussianMixture or VariationalGaussianMixture))
        {
            throw new InputException(stored.Model.Noise is not null
                ? "scikit-learn has no mixtures with noise beside the components. Export a fit without noise."
                : $"scikit-learn has no mixtures of the kind '{stored.Model.Family}': it knows Gaussian ones, and variational Gaussian ones. Write the model as ONNX, or fit one of these kinds.");
        }

        using var writer = new NpzWriter(stream);
        new ScikitLearnAttributes(stored).Write(writer);
    }

    /// <summary>Reads a model; nothing is known of its fit.</summary>
    /// <param name="stream">The archive.</param>
    /// <param name="name">What messages call it: the file's name.</param>
    /// <exception cref="InputException">It is no such archive, or what is in it is no mixture.</exception>
    public static StoredModel Load(Stream stream, string name = "model")
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true, Encoding.UTF8);
            using var document = new MemoryStream();
            ScikitLearnDocument.Write(new NpzArrays(archive, name), name, document);
            document.Position = 0;
            return ModelFile.Load(document, name);
        }
        catch (InvalidDataException failure)
        {
            throw new InputException(InputFault.NoModel, $"{name}: is no whole .npz archive: {failure.Message.TrimEnd('.')}.", "Write or copy it again.", failure);
        }
    }

    /// <summary>Reads a model file of either form: JSON, or such an archive, told by how it begins.</summary>
    /// <param name="stream">The file; it need not be able to seek.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InputException">It is neither, or not whole.</exception>
    public static StoredModel LoadAny(Stream stream, string name = "model")
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var peeked = new PeekedStream(stream, NpzArrays.LengthOfBeginning);
        return NpzArrays.IsArchive(peeked.Beginning.Span) ? Load(peeked, name) : ModelFile.Load(peeked, name);
    }

    /// <summary>The covariance type that a structure is written in: <c>full</c>, <c>tied</c>, <c>diag</c> or <c>spherical</c>, the narrowest that holds it.</summary>
    public static string CovarianceTypeOf(CovarianceStructure structure)
    {
        ArgumentNullException.ThrowIfNull(structure);
        return structure.MclustName switch
        {
            "EEE" => ScikitLearnCovariances.Tied,
            "EII" or "VII" => ScikitLearnCovariances.Spherical,
            _ => structure.HasCorrelations ? ScikitLearnCovariances.Full : ScikitLearnCovariances.Diag,
        };
    }
}
