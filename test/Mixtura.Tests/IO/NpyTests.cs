using Mixtura.Data;
using Mixtura.IO;

namespace Mixtura.Tests.IO;

public sealed class NpyTests
{
    private static readonly double[,] Array = { { 1.5, -2, 3 }, { 4, 5, 6e10 }, { 7, 8, 9 }, { 0, 1, 0.1 } };

    [Theory]
    [InlineData(false, false, 1)]
    [InlineData(true, false, 1)]
    [InlineData(false, false, 2)]
    [InlineData(true, false, 3)]
    [InlineData(false, true, 1)]
    [InlineData(true, true, 3)]
    public void Layouts_GiveTheSameRows(bool fortran, bool narrow, int version)
    {
        using var npy = new TemporaryFile("data.npy", NpyBytes.Of(Array, fortran, narrow, version));
        using var file = RowFile.Open(npy.Path);
        double[] expected = [.. Array.Cast<double>().Select(value => narrow ? (float)value : value)];
        Assert.Equal(["x1", "x2", "x3"], file.FeatureNames);
        for (int block = 1; block <= 5; block++)
        {
            Assert.Equal(expected, Drain.Values(file, block));
            Assert.Equal(expected[6..], Drain.Values(file, block, firstRow: 2));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Columns_HaveRoles(bool fortran)
    {
        using var npy = new TemporaryFile("data.npy", NpyBytes.Of(Array, fortran));
        using var file = RowFile.Open(npy.Path, new RowFileOptions { Columns = ["x3"], Weights = "1", Label = "x2" });
        Assert.Equal(["x3"], file.FeatureNames);
        Assert.Equal([3, 6e10, 9, 0.1], Drain.Values(file));
        Assert.Equal([1.5, 4, 7, 0], Drain.Weights(file));
        Assert.Equal(["-2", "5", "8", "1"], file.Labels!.Names);
    }

    [Fact]
    public void OneDimension_IsOneColumn()
    {
        byte[] numbers = [.. new double[] { 1, 2, 3 }.SelectMany(BitConverter.GetBytes)];
        using var npy = new TemporaryFile("data.npy", NpyBytes.Of(NpyBytes.Header("'<f8'", false, "(3,)"), numbers));
        using var file = RowFile.Open(npy.Path);
        Assert.Equal(1, file.Columns);
        Assert.Equal([1, 2, 3], Drain.Values(file));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Readers_InParallelSeeTheSameRows(bool fortran)
    {
        var array = new double[20_000, 2];
        for (int i = 0; i < 20_000; i++)
        {
            array[i, 0] = i;
            array[i, 1] = -i / 3.0;
        }

        using var npy = new TemporaryFile("data.npy", NpyBytes.Of(array, fortran));
        using var file = RowFile.Open(npy.Path);
        double[] expected = [.. array.Cast<double>()];
        Parallel.For(0, 8, worker => Assert.Equal(expected[(2 * worker * 1777)..], Drain.Values(file, 100 + worker, worker * 1777)));
    }

    [Theory]
    [InlineData("'<c16'")]
    [InlineData("'<M8[D]'")]
    [InlineData("'|O'")]
    [InlineData("'<U4'")]
    [InlineData("[('a', '<f8'), ('b', '<f8')]")]
    public void OtherTypes_AreRefusedWithRemedy(string description) =>
        Fails(NpyBytes.Of(NpyBytes.Header(description, false, "(1, 2)"), new byte[16]), $"dtype {description}", "astype('<f8')");

    /// <remarks>Bytes by numpy 1.24.2: np.array([[1, 0], [200, 3]]).astype(dtype).tobytes(), negative where the type has a sign.</remarks>
    [Theory]
    [InlineData("'|u1'", "0100C803", new[] { 1.0, 0, 200, 3 })]
    [InlineData("'|i1'", "01008003", new[] { 1.0, 0, -128, 3 })]
    [InlineData("'|b1'", "01000101", new[] { 1.0, 0, 1, 1 })]
    [InlineData("'<i2'", "01000000C8FF0300", new[] { 1.0, 0, -56, 3 })]
    [InlineData("'>i2'", "00010000FFC80003", new[] { 1.0, 0, -56, 3 })]
    [InlineData("'<u2'", "01000000C8FF0300", new[] { 1.0, 0, 65480, 3 })]
    [InlineData("'>u4'", "0000000100000000FFFFFFFF00000003", new[] { 1.0, 0, 4294967295, 3 })]
    [InlineData("'<i4'", "0100000000000000FFFFFFFF03000000", new[] { 1.0, 0, -1, 3 })]
    [InlineData("'>i8'", "00000000000000010000000000000000FFFFFFFFFFFFFFFE0000000000000003", new[] { 1.0, 0, -2, 3 })]
    [InlineData("'<u8'", "01000000000000000000000000000000FFFFFFFFFFFFFFFF0300000000000000", new[] { 1.0, 0, 18446744073709551615.0, 3 })]
    [InlineData("'<f2'", "003C00004AB20042", new[] { 1.0, 0, -0.196533203125, 3 })]
    [InlineData("'>f2'", "3C000000B24A4200", new[] { 1.0, 0, -0.196533203125, 3 })]
    [InlineData("'>f4'", "3F80000000000000BE4CCCCD40400000", new[] { 1.0, 0, -0.20000000298023224, 3 })]
    [InlineData("'>f8'", "3FF00000000000000000000000000000BFC999999999999A4008000000000000", new[] { 1.0, 0, -0.2, 3 })]
    public void EveryRealType_IsRead(string description, string bytes, double[] expected)
    {
        using var npy = new TemporaryFile("data.npy", NpyBytes.Of(NpyBytes.Header(description, false, "(2, 2)"), System.Convert.FromHexString(bytes)));
        using var file = RowFile.Open(npy.Path);
        Assert.Equal(expected, Drain.Values(file));
        using var turned = new TemporaryFile("turned.npy", NpyBytes.Of(NpyBytes.Header(description, true, "(2, 2)"), System.Convert.FromHexString(bytes)));
        using var columns = RowFile.Open(turned.Path, new RowFileOptions { Columns = ["2"] });
        Assert.Equal(expected[2..], Drain.Values(columns));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(24)]
    public void WrongSize_NamesBothSizes(int bytes) =>
        Fails(NpyBytes.Of(NpyBytes.Header("'<f8'", false, "(1, 2)"), new byte[bytes]), $"has {128 + bytes} bytes", "its header says 144", "1 row of 2 columns");

    [Theory]
    [InlineData("(2, 2, 2)", "3 dimensions", "reshape")]
    [InlineData("()", "0 dimensions", "reshape")]
    [InlineData("(0, 3)", "empty", "(0, 3)")]
    [InlineData("(3, 0)", "empty", "(3, 0)")]
    [InlineData("(4611686018427387904, 4)", "its header says", "bytes")]
    [InlineData("(99999999999999999999, 4)", "too large", "columns")]
    public void OtherShapes_AreRefused(string shape, string cause, string remedy) =>
        Fails(NpyBytes.Of(NpyBytes.Header("'<f8'", false, shape), new byte[64]), cause, remedy);

    [Fact]
    public void ForeignBytes_AreRefused()
    {
        Fails([], "ends within its header");
        Fails("x,y\n1,2\n3,4\n"u8.ToArray(), "is not an NPY file", "numpy.save");
        Fails([0x93, .. "NUMPY"u8, 9, 0, 1, 1], "NPY version 9.0");
        Fails([0x93, .. "NUMPY"u8, 1, 0, 200, 0, 1, 2], "ends within its header");
        Fails([0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 255], "header claims 4294967295 bytes");
        Fails(NpyBytes.Of("{'fortran_order': False}", []), "no 'descr'");
    }

    [Theory]
    [InlineData(double.NaN, "is NaN, a missing one")]
    [InlineData(double.NegativeInfinity, "is infinite")]
    public void NotFinite_NamesRowAndColumn(double value, string part)
    {
        foreach (bool fortran in new[] { false, true })
        {
            byte[] bytes = NpyBytes.Of(new[,] { { 1, 2 }, { 3, 4 }, { 5, value } }, fortran);
            Fails(bytes, "row 3 of 3 (index 2), column 2 'x2'", part);
        }
    }

    [Fact]
    public void BadWeight_NamesRowAndValue()
    {
        using var npy = new TemporaryFile("data.npy", NpyBytes.Of(new[,] { { 1.0, 2 }, { 3, -4 } }));
        var fault = Assert.Throws<InputException>(() => RowFile.Open(npy.Path, new RowFileOptions { Weights = "x2" }).Dispose());
        Assert.Contains("row 2 of 2 (index 1), column 2 'x2': the weight '-4' is negative", fault.Message, StringComparison.Ordinal);
    }

    private static void Fails(byte[] bytes, params string[] parts)
    {
        using var npy = new TemporaryFile("data.npy", bytes);
        var fault = Assert.Throws<InputException>(() => RowFile.Open(npy.Path).Dispose());
        Assert.All([npy.Path, .. parts], part => Assert.Contains(part, fault.Message, StringComparison.Ordinal));
    }

    /// <summary>More rows than an int counts, mostly a hole in the file: first and last rows are there, and the slots of a sweep.</summary>
    [Fact]
    public void RowsBeyondTwoBillion_AreReadWhereTheyAre()
    {
        const long Count = (1L << 31) + 5;
        using var file = new TemporaryFile("long.npy", NpyBytes.Of(NpyBytes.Header("'|i1'", false, $"({Count}, 1)"), [3]));
        using (var stream = new FileStream(file.Path, FileMode.Open, FileAccess.Write))
        {
            long start = stream.Length - 1;
            stream.SetLength(start + Count);
            stream.Position = stream.Length - 2;
            stream.Write([7, 9]);
        }

        using var rows = RowFile.Open(file.Path);
        Assert.Equal(Count, rows.Rows);
        using var reader = rows.Open();
        Assert.True(reader.Read(2, out var first));
        Assert.Equal([3, 0], first.Values.ToArray());
        reader.MoveTo(Count - 3);
        Assert.True(reader.Read(10, out var last));
        Assert.Equal([0, 7, 9], last.Values.ToArray());
        Assert.Equal(Count - 3, last.FirstRow);
        var partition = Mixtura.Estimation.SlotPartition.Of(rows.Rows, 10);
        Assert.Equal(Count, Enumerable.Range(0, partition.Count).Sum(partition.RowsIn));
    }
}
