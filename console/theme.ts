import { createTheme, type MantineColorsTuple } from '@mantine/core';
import { texts } from './texts.ts';

/** Deep teal: the one accent for action and selection. White words are read on the seventh and eighth, and both are seen on the dark. */
const teal: MantineColorsTuple = ['#effaf8', '#d9f1ed', '#b0e2da', '#84d2c6', '#5ec4b5', '#45bba9', '#158074', '#0f766e', '#0b5f58', '#064a44'];

/** Channel colours that Mantine does not have. */
const amber: MantineColorsTuple = ['#fff8e6', '#ffeecb', '#ffdb94', '#ffc75a', '#fdb62c', '#f5a50f', '#d98a00', '#9a5b00', '#7a4800', '#573200'];
const plum: MantineColorsTuple = ['#fbeff8', '#f3dcee', '#e6b6db', '#d88dc7', '#cb6ab6', '#c055aa', '#a8408f', '#86306f', '#6a2458', '#4d1840'];

/** The library's own, darker from the shade that words are written in: on their own tint they are read as well as on white. */
const green: MantineColorsTuple = ['#ebfbee', '#d3f9d8', '#b2f2bb', '#8ce99a', '#69db7c', '#51cf66', '#40c057', '#1b7a36', '#17692e', '#125424'];
const blue: MantineColorsTuple = ['#e7f5ff', '#d0ebff', '#a5d8ff', '#74c0fc', '#4dabf7', '#339af0', '#228be6', '#1864ab', '#155a99', '#114a7e'];
const red: MantineColorsTuple = ['#fff5f5', '#ffe3e3', '#ffc9c9', '#ffa8a8', '#ff8787', '#ff6b6b', '#e03131', '#c92a2a', '#b02525', '#8f1d1d'];
const orange: MantineColorsTuple = ['#fff4e6', '#ffe8cc', '#ffd8a8', '#ffc078', '#ffa94d', '#ff922b', '#fd7e14', '#a54a00', '#8f4000', '#733300'];
const yellow: MantineColorsTuple = ['#fff9db', '#fff3bf', '#ffec99', '#ffe066', '#ffd43b', '#fcc419', '#fab005', '#8a5a00', '#774d00', '#5f3d00'];

export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 6 },
  colors: { teal, amber, plum, green, blue, red, orange, yellow },
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  defaultRadius: 8,
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '20px' }, h2: { fontSize: '16px' }, h3: { fontSize: '14px' } } },
  components: {
    Badge: { defaultProps: { tt: 'none', fw: 600 } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': texts.close } } },
    Modal: { defaultProps: { closeButtonProps: { 'aria-label': texts.close } } },
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
});
