
namespace Reverie.Environments.Crafter;

/// <summary>
/// Draws what the player sees, 9 x 7 cells, and below it what the player has, as the original does: pixel for pixel, noise at night
/// included.
/// </summary>
public sealed class CrafterPainter
{
    private const int Across = 9, Rows = 9, WorldRows = 7;

    /// <summary>What is shown beyond the world's edge.</summary>
    private const uint Beyond = 0x7f7f7f;

    private readonly int _size, _unit, _width, _height, _border;
    private readonly TextureSet _textures;
    private readonly uint[] _world, _bag;
    private readonly NightLight _light;

    /// <param name="size">Pixels along each side of the picture.</param>
    /// <exception cref="ArgumentException">It is too small.</exception>
    public CrafterPainter(int size = 64)
    {
        if (size < 2 * Across)
            throw new ArgumentException($"A picture of Crafter has {2 * Across} pixels along each side at least: size cannot be {size}.");
        (_size, _unit) = (size, size / Across);
        (_width, _height, _border) = (Across * _unit, WorldRows * _unit, (size - Across * _unit) / 2);
        _textures = TextureSet.Of(_unit);
        (_world, _bag) = (new uint[_width * _height], new uint[_width * (Rows - WorldRows) * _unit]);
        _light = new NightLight(_width, _height);
    }

    /// <summary>How many of a picture's pixels show the world.</summary>
    public static int WorldPixels(int size) => size / Across * Across * (size / Across * WorldRows);

    /// <summary>Draws a game over an image [size, size, 3].</summary>
    public void Draw(CrafterGame game, Span<byte> image)
    {
        DrawWorld(game);
        _light.Shine(_world, game);
        DrawBag(game.Player);
        image.Clear();
        Copy(_world, image, _border);
        Copy(_bag, image, _border + _height);
    }

    private void DrawWorld(CrafterGame game)
    {
        var world = game.World;
        ref var player = ref world[CrafterWorld.PlayerSlot];
        for (int cell = 0; cell < Across * WorldRows; cell++)
        {
            int column = cell % Across, row = cell / Across;
            int x = player.X + column - Across / 2, y = player.Y + row - WorldRows / 2;
            DrawMaterial(_textures.Materials[(int)world.MaterialAt(x, y)], column * _unit, row * _unit);
            int slot = world.SlotAt(x, y);
            if (slot != 0)
                _textures.Of(world[slot], game.Player.Sleeping).DrawOver(_world, _width, column * _unit, row * _unit);
        }
    }

    private void DrawMaterial(ReadOnlySpan<uint> texture, int left, int top)
    {
        for (int row = 0; row < _unit; row++)
        {
            var line = _world.AsSpan((top + row) * _width + left, _unit);
            if (texture.IsEmpty)
                line.Fill(Beyond);
            else
                texture.Slice(row * _unit, _unit).CopyTo(line);
        }
    }

    private void DrawBag(Player player)
    {
        _bag.AsSpan().Clear();
        for (int item = 0; item < player.Items.Length; item++)
        {
            int count = player.Items[item];
            if (count < 1)
                continue;
            int column = item % Across, row = item / Across;
            _textures.Items[item].DrawOver(_bag, _width, (int)((column + 0.1) * _unit), (int)((row + 0.1) * _unit));
            _textures.Digits[Math.Min(count, 9) - 1].DrawOver(_bag, _width, (int)((column + 0.4) * _unit), (int)((row + 0.4) * _unit));
        }
    }

    private void Copy(ReadOnlySpan<uint> pixels, Span<byte> image, int top)
    {
        for (int row = 0; row < pixels.Length / _width; row++)
        {
            var line = image.Slice(3 * ((top + row) * _size + _border), 3 * _width);
            for (int column = 0; column < _width; column++)
            {
                uint pixel = pixels[row * _width + column];
                (line[3 * column], line[3 * column + 1], line[3 * column + 2]) = ((byte)pixel, (byte)(pixel >> 8), (byte)(pixel >> 16));
            }
        }
    }
}
