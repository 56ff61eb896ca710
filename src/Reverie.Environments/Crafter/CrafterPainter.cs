using System.Runtime.CompilerServices;

namespace Reverie.Environments.Crafter;

/// <summary>
/// Draws what the player sees, 9 x 7 cells, and below it what the player has, as the original does: pixel for pixel, noise at night
/// included.
/// </summary>
public sealed class CrafterPainter
{
    private const int Across = 9, Rows = 9, WorldRows = 7;

    private readonly int _size, _unit, _width, _height, _bagHeight, _border;
    private readonly TextureSet _textures;
    private readonly NightLight _light;

    // Pixels 0xBBGGRR, [column][row]: the world, a cell of it, the bag, and each material in the light of this picture.
    private readonly uint[] _world, _cell, _bag;
    private readonly uint[][] _lit;

    /// <param name="size">Pixels along each side of the picture.</param>
    /// <exception cref="ArgumentException">It is too small.</exception>
    public CrafterPainter(int size = 64)
    {
        if (size < 2 * Across)
            throw new ArgumentException($"A picture of Crafter has {2 * Across} pixels along each side at least: size cannot be {size}.");
        (_size, _unit) = (size, size / Across);
        (_width, _height, _bagHeight) = (Across * _unit, WorldRows * _unit, (Rows - WorldRows) * _unit);
        _border = (size - _width) / 2;
        _textures = TextureSet.Of(_unit);
        _light = new NightLight(_width, _height);
        (_world, _cell, _bag) = (new uint[_light.PaddedLength], new uint[_unit * _unit], new uint[_width * _bagHeight]);
        _lit = [.. _textures.Materials.Select(texture => new uint[texture.Length])];
    }

    /// <summary>How many of a picture's pixels show the world.</summary>
    public static int WorldPixels(int size) => size / Across * Across * (size / Across * WorldRows);

    /// <summary>Draws a game over an image [size, size, 3].</summary>
    public void Draw(CrafterGame game, Span<byte> image)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(image.Length, 3 * _size * _size, nameof(image));
        bool dark = game.World.Daylight < 0.5;
        DrawWorld(game, lit: !dark);
        if (dark)
            _light.ShineDark(_world, game);
        DrawBag(game.Player);
        image.Clear();
        Copy(_world, _height, image, _border);
        Copy(_bag, _bagHeight, image, _border + _height);
    }

    private void DrawWorld(CrafterGame game, bool lit)
    {
        var world = game.World;
        ref var player = ref world[CrafterWorld.PlayerSlot];
        uint known = 0;
        for (int cell = 0; cell < Across * WorldRows; cell++)
        {
            int column = cell / WorldRows, row = cell % WorldRows;
            int x = player.X + column - Across / 2, y = player.Y + row - WorldRows / 2;
            int material = (int)world.MaterialAt(x, y), slot = world.SlotAt(x, y);
            uint[] texture = _textures.Materials[material];
            if (slot != 0)
            {
                texture.CopyTo(_cell, 0);
                _textures.Of(world[slot], game.Player.Sleeping).DrawOver(_cell, _unit, 0, 0);
                if (lit)
                    NightLight.ShineBright(_cell, _cell, game);
                texture = _cell;
            }
            else if (lit)
            {
                if ((known >> material & 1) == 0)
                    NightLight.ShineBright(texture, _lit[material], game);
                (known, texture) = (known | 1u << material, _lit[material]);
            }
            for (int line = 0; line < _unit; line++)
                texture.AsSpan(line * _unit, _unit).CopyTo(_world.AsSpan((column * _unit + line) * _height + row * _unit));
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
            _textures.Items[item].DrawOver(_bag, _bagHeight, (int)((column + 0.1) * _unit), (int)((row + 0.1) * _unit));
            _textures.Digits[Math.Min(count, 9) - 1].DrawOver(_bag, _bagHeight, (int)((column + 0.4) * _unit), (int)((row + 0.4) * _unit));
        }
    }

    private void Copy(ReadOnlySpan<uint> pixels, int height, Span<byte> image, int top)
    {
        for (int row = 0; row < height; row++)
        {
            var line = image.Slice(3 * ((top + row) * _size + _border), 3 * _width);
            for (int column = 0; column < _width - 1; column++)
                Unsafe.WriteUnaligned(ref line[3 * column], pixels[column * height + row]); // the fourth byte is the next pixel's first
            uint last = pixels[(_width - 1) * height + row];
            (line[^3], line[^2], line[^1]) = ((byte)last, (byte)(last >> 8), (byte)(last >> 16));
        }
    }
}
