using System.IO.Compression;
using System.Text;
using Mixtura.Bayesian;
using Mixtura.Data;
using Mixtura.Families.Poisson;
using Mixtura.Gaussian;
using Mixtura.IO;
using Mixtura.Mixtures;
using Mixtura.Storage;
using Mixtura.Tests.Onnx;

namespace Mixtura.Tests.IO;

/// <summary>Files of scikit-learn's attributes, there and back. What scikit-learn makes of them is tried with the command's tests.</summary>
public class ScikitLearnFileTests
{
    public static TheoryData<string, string> Types => new()
    {
        { "EII", "spherical" }, { "VII", "spherical" }, { "EEI", "diag" }, { "VEI", "diag" }, { "EVI", "diag" }, { "VVI", "diag" }, { "EEE", "tied" },
        { "VEE", "full" }, { "EVE", "full" }, { "VVE", "full" }, { "EEV", "full" }, { "VEV", "full" }, { "EVV", "full" }, { "VVV", "full" },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void EveryStructure_ComesBackAsTheNarrowestThatHoldsIt(string structure, string type)
    {
        var model = OnnxGaussianTests.Gaussians(CovarianceStructure.Find(structure)!, 3, 3);
        Assert.Equal(type, ScikitLearnFile.CovarianceTypeOf(model.Covariance));
        var loaded = Assert.IsType<GaussianMixture>(Again(model));
        Assert.Equal(CovarianceStructure.Find(type is "diag" ? "diagonal" : type), loaded.Covariance);
        var rows = model.Sample(50);
        Agree.Within(model.LogDensity(rows), loaded.LogDensity(rows), 1e-13, structure);
    }

    /// <remarks>Σ⁻¹ = UUᵀ: Uᵀ(x − μ) has the length of the Mahalanobis distance, which the density tells.</remarks>
    [Theory]
    [MemberData(nameof(Types))]
    public void PrecisionFactor_WhitensRows(string structure, string type)
    {
        Assert.NotEmpty(type);
        var model = OnnxGaussianTests.Gaussians(CovarianceStructure.Find(structure)!, 3, 3);
        for (int k = 0; k < 3; k++)
        {
            var factor = model.PrecisionFactorOf(k);
            var covariance = model.CovarianceOf(k);
            for (int i = 0; i < 9; i++)
            {
                double sum = Enumerable.Range(0, 9).Sum(at => factor[at / 3, i / 3] * covariance[at / 3, at % 3] * factor[at % 3, i % 3]);
                Agree.Within(i / 3 == i % 3 ? 1 : 0, sum, 1e-12, $"UᵀΣU[{i}]");
                Assert.True(i / 3 <= i % 3 || factor[i / 3, i % 3] == 0);
            }
        }
    }

    [Theory]
    [MemberData(nameof(OnnxGaussianTests.Variational), MemberType = typeof(OnnxGaussianTests))]
    public void VariationalMixture_ComesBackWhole(string structure, WeightPrior prior)
    {
        var rows = OnnxGaussianTests.Gaussians(CovarianceStructure.Full, 3, 3).Sample(200);
        var model = VariationalGaussianMixture.Fit(rows, 4, new VariationalOptions { Covariance = CovarianceStructure.Find(structure)!, WeightPrior = prior, Restarts = 1 }).Model;
        var loaded = Assert.IsType<VariationalGaussianMixture>(Again(model));
        Agree.Within(((Mixture)model).LogDensity(rows), ((Mixture)loaded).LogDensity(rows), 1e-12, "log density");
        Agree.Within(model.Responsibilities(rows).Values.Span, loaded.Responsibilities(rows).Values.Span, 1e-12, "responsibilities");
        Assert.Equal(model.Prior.Mean, loaded.Prior.Mean);
    }

    [Fact]
    public void SameModel_MakesTheSameBytes()
    {
        var model = OnnxGaussianTests.Gaussians(CovarianceStructure.Full, 3, 3);
        Assert.Equal(Saved(model), Saved(model));
    }

    [Fact]
    public void NamesAndFit_AreKept()
    {
        var fit = GaussianMixture.Fit(new MemoryRows(OnnxGaussianTests.Gaussians(CovarianceStructure.Full, 2, 2).Sample(200), null, ["première", "b"]), 2);
        using var stream = new MemoryStream();
        ScikitLearnFile.Save(new StoredModel(fit.Model, FitRecord.Of(fit)), stream);
        stream.Position = 0;
        Assert.Equal(["première", "b"], ScikitLearnFile.Load(stream).Model.FeatureNames);
        using var archive = new ZipArchive(stream);
        using var bound = archive.GetEntry("lower_bound_.npy")!.Open();
        using var bytes = new MemoryStream();
        bound.CopyTo(bytes);
        Assert.Equal(fit.LowerBound / 200, BitConverter.ToDouble(bytes.ToArray().AsSpan(^8..)));
    }

    [Fact]
    public void AnotherKind_IsRefused()
    {
        var counts = new Mixture<PoissonParameters, Mixtura.Estimation.Sums>(new PoissonFamily(), new PoissonParameters([1], [2]));
        Assert.Contains("no mixtures of the kind 'poisson'", Assert.Throws<InputException>(() => Saved(counts)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnyFile_IsToldByItsBeginning()
    {
        var model = OnnxGaussianTests.Gaussians(CovarianceStructure.Full, 2, 2);
        using var json = new MemoryStream();
        ModelFile.Save(model, json);
        json.Position = 0;
        Assert.Equal(2, ScikitLearnFile.LoadAny(json).Model.Components);
        using var archive = new MemoryStream(Saved(model));
        Assert.Equal(2, ScikitLearnFile.LoadAny(archive).Model.Components);
    }

    [Fact]
    public void AnyFile_IsReadFromAStreamThatCannotSeek()
    {
        var model = OnnxGaussianTests.Gaussians(CovarianceStructure.Full, 2, 2);
        using var json = new MemoryStream();
        ModelFile.Save(model, json);
        foreach (byte[] bytes in (byte[][])[json.ToArray(), Saved(model)])
        {
            using var packed = new MemoryStream();
            using (var pack = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                pack.Write(bytes);
            }

            packed.Position = 0;
            using var once = new GZipStream(packed, CompressionMode.Decompress);
            Assert.Equal(2, ScikitLearnFile.LoadAny(once).Model.Components);
        }
    }

    [Theory]
    [InlineData("weights_", null, "without the attributes of a fitted mixture")]
    [InlineData("covariance_type", null, "there is no array 'covariance_type'")]
    [InlineData("covariance_type", "word", "'covariance_type' is 'word'. Known are full, tied, diag, spherical")]
    [InlineData("covariance_type", "diag", "'covariances_' is 2×2×2 where 2×2 is needed")]
    [InlineData("weights_", "cut", "holds 1 values, its shape (2) says 2")]
    [InlineData("means_", "nan", "value 3 is NaN")]
    [InlineData("weights_", "half", "weights")]
    [InlineData("weights_", "bytes", "holds 1 values and 5 bytes of another, its shape (2) says 2")]
    [InlineData("weights_", "more", "holds more values than its shape (2) says 2")]
    [InlineData("weights_", "header (2,) (2147483647, 2147483647)", "holds 2 values, its shape (2147483647, 2147483647) says")]
    [InlineData("weights_", "header (2,) (65536, 65536, 65536, 65536, 65536, 65536, 65536, 65536)", "holds 2 values, its shape (65536")]
    [InlineData("weights_", "header (2,) (99999999999,)", "too large for parameters")]
    [InlineData("weights_", "header <f8 <f2", "holds more values")]
    [InlineData("weights_", "header <f8 <f16", "holds values of dtype '<f16'")]
    [InlineData("covariance_type", "header <U4 <U1073741824", "holds 0 values and 16 bytes of another, its shape () says 1")]
    [InlineData("covariance_type", "header <U4 <U0", "'covariance_type' is no text")]
    public void FileThatIsNone_IsNamed(string array, string? change, string expected)
    {
        using var whole = new MemoryStream();
        whole.Write(Saved(OnnxGaussianTests.Gaussians(CovarianceStructure.Full, 2, 2)));
        using (var archive = new ZipArchive(whole, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = archive.GetEntry(array + ".npy")!;
            byte[] bytes = Bytes(entry);
            entry.Delete();
            if (change is not null)
            {
                using var target = archive.CreateEntry(array + ".npy").Open();
                target.Write(Changed(bytes, change));
            }
        }

        whole.Position = 0;
        string message = Assert.Throws<InputException>(() => ScikitLearnFile.Load(whole, "m.npz")).Message;
        Assert.StartsWith("m.npz", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void ArchiveThatIsCutOff_IsNamed()
    {
        using var stream = new MemoryStream(Saved(OnnxGaussianTests.Gaussians(CovarianceStructure.Full, 2, 2))[..500]);
        Assert.Contains("m.npz: is no whole .npz archive", Assert.Throws<InputException>(() => ScikitLearnFile.LoadAny(stream, "m.npz")).Message, StringComparison.Ordinal);
    }

    // a text of four characters, or numbers at the end
    private static byte[] Changed(byte[] bytes, string change) => change switch
    {
        "cut" => bytes[..^8],
        "bytes" => bytes[..^3],
        "more" => [.. bytes, .. BitConverter.GetBytes(1.0)],
        _ when change.StartsWith("header ", StringComparison.Ordinal) => WithHeader(bytes, change.Split(' ', 3)),
        "nan" => [.. bytes[..^8], .. BitConverter.GetBytes(double.NaN)],
        "half" => [.. bytes[..^8], .. BitConverter.GetBytes(0.5)],
        _ => [.. bytes[..^16], .. change.SelectMany(static letter => BitConverter.GetBytes((int)letter))],
    };

    // another word in the header, which is filled up with blanks
    private static byte[] WithHeader(byte[] bytes, string[] words)
    {
        int end = 10 + BitConverter.ToUInt16(bytes, 8);
        string header = Encoding.Latin1.GetString(bytes, 10, end - 10);
        string changed = header.Replace(words[1], words[2], StringComparison.Ordinal).TrimEnd();
        Assert.NotEqual(header.TrimEnd(), changed);
        int length = Math.Max(header.Length, changed.Length + 1);
        return [.. bytes[..8], .. BitConverter.GetBytes((ushort)length), .. Encoding.Latin1.GetBytes(changed.PadRight(length - 1) + "\n"), .. bytes[end..]];
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var source = entry.Open();
        using var bytes = new MemoryStream();
        source.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static Mixture Again(Mixture model)
    {
        using var stream = new MemoryStream(Saved(model));
        return ScikitLearnFile.Load(stream, "model.npz").Model;
    }

    private static byte[] Saved(Mixture model)
    {
        using var stream = new MemoryStream();
        ScikitLearnFile.Save(new StoredModel(model, null), stream);
        return stream.ToArray();
    }
}
