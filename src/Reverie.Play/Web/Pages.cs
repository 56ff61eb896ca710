using Microsoft.AspNetCore.Http;

namespace Reverie.Play.Web;

/// <summary>The pages, their styles and their modules, which are inside this assembly.</summary>
internal static class Pages
{
    private const string Prefix = "Reverie.Play.Pages.";

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    private static readonly Dictionary<string, byte[]> Files = typeof(Pages).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(name => name[Prefix.Length..], Read, StringComparer.Ordinal);

    /// <summary>A file by its exact name; there are no folders to walk out of.</summary>
    internal static IResult Get(string name) => Files.TryGetValue(name, out byte[]? body) && Types.TryGetValue(Path.GetExtension(name), out string? type)
        ? Results.Bytes(body, type)
        : Results.Text($"There is no page '{name}'.", statusCode: StatusCodes.Status404NotFound);

    private static byte[] Read(string name)
    {
        using var stream = typeof(Pages).Assembly.GetManifestResourceStream(name)!;
        byte[] body = new byte[stream.Length];
        stream.ReadExactly(body);
        return body;
    }
}
