using System.Runtime.InteropServices;
using Mixtura.Data;

namespace Mixtura.Mpi;

/// <summary>The functions of MPI's C interface that are used, from whichever MPI the processes were started by.</summary>
/// <remarks>The two that matter differ in what a handle is: an address of the library's own in Open MPI, a constant in MPICH and those that keep its interface (Intel, Cray, MVAPICH).
/// The calls are the same.</remarks>
internal sealed unsafe class MpiLibrary
{
    private const int Success = 0;

    // MPICH's handles, fixed by its binary interface
    private const nint MpichWorld = 0x44000000;
    private const nint MpichByte = 0x4c00010d;

    // calls come from one thread at a time, not always the same
    private const int Serialized = 2;

    // longer than the status of any MPI
    private const int StatusBytes = 128;

    private readonly delegate* unmanaged<int*, byte***, int, int*, int> initialize;
    private readonly delegate* unmanaged<int> finalize;
    private readonly delegate* unmanaged<nint, int, int> abort;
    private readonly delegate* unmanaged<nint, int*, int> rank;
    private readonly delegate* unmanaged<nint, int*, int> size;
    private readonly delegate* unmanaged<byte*, int, nint, int, int, nint, int> send;
    private readonly delegate* unmanaged<byte*, int, nint, int, int, nint, byte*, int> receive;
    private readonly delegate* unmanaged<byte*, int, nint, int, nint, int> broadcast;
    private readonly nint world;
    private readonly nint bytes;

    private MpiLibrary(nint library)
    {
        initialize = (delegate* unmanaged<int*, byte***, int, int*, int>)NativeLibrary.GetExport(library, "MPI_Init_thread");
        finalize = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "MPI_Finalize");
        abort = (delegate* unmanaged<nint, int, int>)NativeLibrary.GetExport(library, "MPI_Abort");
        rank = (delegate* unmanaged<nint, int*, int>)NativeLibrary.GetExport(library, "MPI_Comm_rank");
        size = (delegate* unmanaged<nint, int*, int>)NativeLibrary.GetExport(library, "MPI_Comm_size");
        send = (delegate* unmanaged<byte*, int, nint, int, int, nint, int>)NativeLibrary.GetExport(library, "MPI_Send");
        receive = (delegate* unmanaged<byte*, int, nint, int, int, nint, byte*, int>)NativeLibrary.GetExport(library, "MPI_Recv");
        broadcast = (delegate* unmanaged<byte*, int, nint, int, nint, int>)NativeLibrary.GetExport(library, "MPI_Bcast");
        bool isOpenMpi = NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out world);
        world = isOpenMpi ? world : MpichWorld;
        bytes = isOpenMpi ? NativeLibrary.GetExport(library, "ompi_mpi_byte") : MpichByte;
    }

    /// <summary>The number that the launcher gave this process, as far as its environment tells; 0 where it does not.</summary>
    public static int LaunchedRank => Names("OMPI_COMM_WORLD_RANK", "PMI_RANK", "PMIX_RANK", "SLURM_PROCID").Select(static text => int.TryParse(text, out int number) ? number : 0).FirstOrDefault();

    /// <summary>Loads the MPI that started this process.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static MpiLibrary Load()
    {
        string[] candidates = Candidates();
        foreach (string name in candidates)
        {
            if (NativeLibrary.TryLoad(name, out nint library))
            {
                return NativeLibrary.TryGetExport(library, "MPI_Init_thread", out _)
                    ? new MpiLibrary(library)
                    : throw new InputException($"{name} is no MPI library: it has no MPI_Init_thread. Name another in MIXTURA_MPI.");
            }
        }

        throw new InputException($"No MPI library is here: tried {string.Join(", ", candidates)}. Install Open MPI (Debian: openmpi-bin libopenmpi-dev) or MPICH (mpich), or give the path of its library in the environment variable MIXTURA_MPI.");
    }

    /// <summary>Begins; the number of this process and of all.</summary>
    public (int Rank, int Count) Start()
    {
        // its handlers of signals would take the runtime's place, which needs them
        if (!OperatingSystem.IsWindows())
        {
            _ = SetEnvironment("OMPI_MCA_opal_signal", string.Empty, 1);
        }

        int given;
        Check(initialize(null, null, Serialized, &given), "begin");
        int number;
        int count;
        Check(rank(world, &number), "tell this process its number");
        Check(size(world, &count), "tell how many processes there are");
        return (number, count);
    }

    public void Send(int to, ReadOnlySpan<byte> message)
    {
        fixed (byte* start = message)
        {
            Check(send(start, message.Length, bytes, to, 0, world), "send");
        }
    }

    public void Receive(int from, Span<byte> message)
    {
        byte* status = stackalloc byte[StatusBytes];
        fixed (byte* start = message)
        {
            Check(receive(start, message.Length, bytes, from, 0, world, status), "receive");
        }
    }

    public void Broadcast(int from, Span<byte> message)
    {
        fixed (byte* start = message)
        {
            Check(broadcast(start, message.Length, bytes, from, world), "broadcast");
        }
    }

    public void Finish() => _ = finalize();

    public void Abort(int code) => _ = abort(world, code);

    private static string[] Candidates()
    {
        if (Environment.GetEnvironmentVariable("MIXTURA_MPI") is { Length: > 0 } given)
        {
            return [given];
        }

        string[] openMpi = OperatingSystem.IsMacOS() ? ["libmpi.dylib"] : ["libmpi.so.40", "libmpi.so"];
        string[] mpich = OperatingSystem.IsMacOS() ? ["libmpich.dylib"] : ["libmpich.so.12", "libmpi.so.12", "libmpich.so"];
        bool isMpich = Environment.GetEnvironmentVariable("OMPI_COMM_WORLD_SIZE") is null && Names("PMI_RANK", "PMI_SIZE").Any();
        return isMpich ? [.. mpich, .. openMpi] : [.. openMpi, .. mpich];
    }

    private static IEnumerable<string> Names(params string[] variables) => variables.Select(Environment.GetEnvironmentVariable).OfType<string>();

    private static void Check(int code, string what)
    {
        if (code != Success)
        {
            throw new IOException($"MPI could not {what}: error {code}.");
        }
    }

    // what the runtime sets of its environment does not reach C
    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetEnvironment(string name, string value, int replaces);
}
