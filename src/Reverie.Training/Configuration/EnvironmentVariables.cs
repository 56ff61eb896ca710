using dotenv.net;

namespace Reverie.Training.Configuration;

/// <summary>Environment variables; those that the process lacks are looked up in the file <c>.env</c> of the working directory.</summary>
public static class EnvironmentVariables
{
    private const string FileName = ".env";

    /// <summary>The value of a variable, or null when neither the process nor <c>.env</c> has it.</summary>
    /// <exception cref="ConfigException">The file cannot be read.</exception>
    public static string? Find(string name) => Find(name, Environment.CurrentDirectory);

    /// <summary>The same with another working directory.</summary>
    internal static string? Find(string name, string folder) =>
        Environment.GetEnvironmentVariable(name) ?? ReadFile(Path.Combine(folder, FileName)).GetValueOrDefault(name);

    private static IReadOnlyDictionary<string, string> ReadFile(string path)
    {
        if (!File.Exists(path))
            return new Dictionary<string, string>();
        try
        {
            var variables = DotEnv.Read(new DotEnvOptions(ignoreExceptions: false, envFilePaths: [path], trimValues: true, supportExportSyntax: true));
            return variables.AsReadOnly();
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"'{path}' cannot be read ({e.Message.TrimEnd('.')}); write it as lines of NAME=VALUE.", e);
        }
    }
}
