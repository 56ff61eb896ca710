using System.Text;
using Reverie.Language.Hub;

namespace Reverie.Fuzz.Tests;

public sealed class HubFuzzTests
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private const string Good =
        "R 200\n\n{\"sha\":\"" + Commit + "\"}\n==\nT 200\nLink: <http://hub.test/api/models/org/tiny/tree/x?cursor=2>; rel=\"last\"\n\n"
        + "[{\"type\":\"file\",\"path\":\"config.json\"},{\"type\":\"file\",\"path\":\"model.safetensors\"}]\n==\nH 200\nX-Repo-Commit: " + Commit
        + "\nX-Linked-ETag: \"abc124\"\nX-Linked-Size: 5\n\n\n==\nG 200\n\nhello";

    [Fact]
    public void Answers_AnyBytes_AreUsedOrRefused()
    {
        using var folder = new TemporaryFolder();
        int round = 0;
        Fuzzer.Run("hub", [Encoding.UTF8.GetBytes(Good), .. Fuzzer.Recorded("hub-*.txt")], input =>
        {
            var options = new HubOptions
            {
                Endpoint = new Uri("http://hub.test"),
                CacheFolder = folder.In((++round).ToString(System.Globalization.CultureInfo.InvariantCulture)),
                Attempts = 1,
                RetryDelay = TimeSpan.Zero,
            };
            using var hub = new ModelHub(options, TimeProvider.System, new ScriptedHub(input));
            try
            {
                hub.GetModelAsync("org/tiny").GetAwaiter().GetResult();
            }
            finally
            {
                if (Directory.Exists(options.CacheFolder))
                    Directory.Delete(options.CacheFolder, recursive: true);
            }
        });
    }
}
