using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Mixtura.Cli.Tests.Databases;

/// <summary>A PostgreSQL server of the tests' own, started from the programs that the system has, stopped at the end.</summary>
public sealed class PostgresServer : IDisposable
{
    /// <summary>The password of its only user, <c>mix</c>, as an address has it and as it is.</summary>
    public const string EscapedPassword = "pw%20%C3%A9x%401";

    private const string Password = "pw éx@1";
    private readonly string folder = Path.Combine(Path.GetTempPath(), "mixtura-pg-" + Guid.NewGuid().ToString("N")[..8]);

    public PostgresServer()
    {
        if (Programs is null)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "password"), Password);
        Port = FreePort();
        string data = Path.Combine(folder, "data");
        if (Environment.UserName == "root")
        {
            Run("chown", "-R", "postgres", folder);
        }

        AsOwner("initdb", "-D", data, "-U", "mix", "--pwfile=" + Path.Combine(folder, "password"), "-A", "scram-sha-256", "-E", "UTF8");
        AsOwner("pg_ctl", "-D", data, "-o", $"-p {Port} -k {folder}", "-w", "-l", Path.Combine(folder, "log"), "start");
    }

    /// <summary>Where Debian has the programs; null where there are none.</summary>
    public static string? Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(static version => Path.Combine(version, "bin")).LastOrDefault(static bin => File.Exists(Path.Combine(bin, "initdb")))
        : null;

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>Its address.</summary>
    public string Address => $"postgres://mix:{EscapedPassword}@127.0.0.1:{Port}/postgres";

    /// <summary>How a program connects.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=mix;Password={Password};Database=postgres;Pooling=false";

    /// <summary>Runs SQL.</summary>
    public void Execute(string sql)
    {
        using var database = new Npgsql.NpgsqlConnection(ConnectionString);
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        if (Programs is not null)
        {
            AsOwner("pg_ctl", "-D", Path.Combine(folder, "data"), "-m", "immediate", "-w", "stop");
            Directory.Delete(folder, recursive: true);
        }
    }

    // the server does not run as root
    private static void AsOwner(string program, params string[] arguments)
    {
        string path = Path.Combine(Programs!, program);
        if (Environment.UserName == "root")
        {
            Run("runuser", ["-u", "postgres", "--", path, .. arguments]);
        }
        else
        {
            Run(path, arguments);
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = "/", UseShellExecute = false, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>A test that needs PostgreSQL's programs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.Programs is null ? "No PostgreSQL was found. Install it (Debian: apt-get install postgresql)." : null;
}
